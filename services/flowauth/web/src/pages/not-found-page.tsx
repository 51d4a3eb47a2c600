import { LinkButton } from '../components/links.tsx'
import { EmptyState } from '../components/notices.tsx'
import { Page } from '../components/page.tsx'
import { texts } from '../texts/index.ts'

/** An address that leads nowhere. */
export function NotFoundPage() {
  const { title, text, home } = texts.notFound
  return (
    <Page title={title}>
      <EmptyState title={text} action={<LinkButton to="/">{home}</LinkButton>} />
    </Page>
  )
}
