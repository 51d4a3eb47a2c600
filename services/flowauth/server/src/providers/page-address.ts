/** What cannot be read as an address elsewhere: plain names joined by single slashes, and a query of plain characters. */
const PAGE = /^\/(?!(?:api|assets)(?:[/?]|$))(?:[\w-]+(?:\/[\w-]+)*)?(?:\?[\w.~%&=+:,-]*)?$/

/** Where somebody begins who asked for no page of FlowAuth's. */
const FIRST_PAGE = '/'

/** Says why a provider did not let somebody in; pages show it. */
const REFUSED = 'refused'

/**
 * The address of the page from which somebody leaves for a provider, and to which they come back: path and query, as
 * the browser has them. Whatever could lead elsewhere (`//host`, `/\host`, another scheme, dots, control characters)
 * counts as the first page.
 */
export function pageAddress(given: string): string {
  if (!PAGE.test(given)) return FIRST_PAGE
  const [path = FIRST_PAGE, query] = given.split('?')
  return withQuery(path, queryWithout(query, REFUSED))
}

/** The same page, which says why somebody was refused. @param code One of FlowAuth's own codes. */
export function refusedAt(page: string, code: string): string {
  const [path = FIRST_PAGE, query] = page.split('?')
  const parameters = queryWithout(query, REFUSED)
  parameters.set(REFUSED, code)
  return withQuery(path, parameters)
}

function queryWithout(query: string | undefined, name: string): URLSearchParams {
  const parameters = new URLSearchParams(query)
  parameters.delete(name)
  return parameters
}

function withQuery(path: string, parameters: URLSearchParams): string {
  return parameters.size === 0 ? path : `${path}?${parameters}`
}
