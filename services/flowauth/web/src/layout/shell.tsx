import { AppShell, Box, Burger, Group, NavLink, ScrollArea, Text } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { type ReactNode, useEffect, useRef } from 'react'
import { Link, useLocation } from 'react-router'
import {
  AccountIcon,
  KeyIcon,
  RecordIcon,
  RoleIcon,
  ServerIcon,
  Sign,
  UsersIcon,
} from '../components/icons.tsx'
import { useSession } from '../session/session-context.ts'
import { SignOutButton } from '../session/sign-out-button.tsx'
import { texts } from '../texts/index.ts'
import { LanguageChoice } from './language-choice.tsx'

const MAIN = 'main'
/** Where there is room for the menu beside the page. */
const WIDE = '(min-width: 48em)'

/** The frame of every page: heading, menu, content. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const [opened, { toggle, close }] = useDisclosure()
  const { session } = useSession()
  const { pathname } = useLocation()
  const wide = useMediaQuery(WIDE, true, { getInitialValueInEffect: false })
  const main = useRef<HTMLElement>(null)
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    close()
    // As after the loading of a page: whoever uses a keyboard or hears the page goes on at its beginning.
    main.current?.focus()
  }, [pathname, close])
  const words = texts.navigation
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 250, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'md', sm: 'xl' }}
    >
      <a className="skip-link" href={`#${MAIN}`}>
        {texts.skip}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={opened ? words.close : words.open}
              aria-expanded={opened}
            />
            <Sign />
            <Text fw={700} size="lg">
              {texts.product}
            </Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Text size="sm" c="dimmed" visibleFrom="xs" truncate maw="14rem">
              {session.user.username}
            </Text>
            <SignOutButton />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={words.main}>
        {(wide || opened) && (
          <>
            <Menu isAdmin={session.user.is_admin} />
            <Box p="sm">
              <LanguageChoice />
            </Box>
          </>
        )}
      </AppShell.Navbar>
      <AppShell.Main id={MAIN} ref={main} tabIndex={-1} maw="76rem" className="main">
        {children}
      </AppShell.Main>
    </AppShell>
  )
}

function Menu({ isAdmin }: { readonly isAdmin: boolean }) {
  const words = texts.navigation
  return (
    <ScrollArea flex={1}>
      <MenuHeading>{words.mine}</MenuHeading>
      <MenuLink to="/" label={words.servers} icon={<ServerIcon />} also="/servers" />
      <MenuLink to="/account" label={words.account} icon={<AccountIcon />} />
      {isAdmin && (
        <>
          <MenuHeading>{words.administration}</MenuHeading>
          <MenuLink to="/admin/servers" label={words.adminServers} icon={<ServerIcon />} />
          <MenuLink to="/admin/roles" label={words.adminRoles} icon={<RoleIcon />} />
          <MenuLink to="/admin/users" label={words.adminUsers} icon={<UsersIcon />} />
          <MenuLink to="/admin/providers" label={words.adminProviders} icon={<AccountIcon />} />
          <MenuLink to="/admin/key" label={words.adminKey} icon={<KeyIcon />} />
          <MenuLink to="/admin/audit" label={words.adminAudit} icon={<RecordIcon />} />
        </>
      )}
    </ScrollArea>
  )
}

function MenuHeading({ children }: { readonly children: ReactNode }) {
  return (
    <Text size="xs" fw={700} c="dimmed" px="sm" pt="md" pb={4}>
      {children}
    </Text>
  )
}

interface MenuLinkProps {
  readonly to: string
  readonly label: string
  readonly icon: ReactNode
  /** The beginning of other addresses that belong to this entry. */
  readonly also?: string
}

function MenuLink({ to, label, icon, also = to }: MenuLinkProps) {
  const { pathname } = useLocation()
  const active = pathname === to || pathname.startsWith(`${also}/`)
  return (
    <NavLink
      component={Link}
      to={to}
      label={label}
      leftSection={icon}
      active={active}
      aria-current={active ? 'page' : undefined}
      my={2}
      bdrs="md"
      color="lagoon"
      variant="light"
    />
  )
}
