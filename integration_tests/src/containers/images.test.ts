import { describe, expect, inject, test } from 'vitest'
import { inImage, inspect } from './docker.ts'
import { TAG } from './stack.ts'

interface Image {
  readonly Size: number
  readonly Config: {
    readonly User: string
    readonly Labels: Readonly<Record<string, string>> | null
    readonly Healthcheck?: { readonly Test: readonly string[] }
  }
}

const BASE = 'node:24-bookworm-slim'
const SERVICES_ON_NODE = ['flowmachine', 'flowapi', 'flowauth']
const DATABASES = ['flowdb', 'flowdb-testdata', 'flowdb-synthetic-data']
const MOST_OVER_BASE_BYTES = 100e6

const imageOf = (name: string) => `flowkit-ts/${name}:${TAG}`

describe.runIf(inject('stack')).each(['secrets', ...SERVICES_ON_NODE, ...DATABASES])('the image %s', name => {
  const image = imageOf(name)

  test('runs as an ordinary user', async () => {
    expect((await inspect<Image>(image)).Config.User).toMatch(/^(node|postgres)$/)
    expect(Number(await inImage(image, 'id -u'))).toBeGreaterThan(0)
  })

  test('says what it is, and under which licence', async () => {
    const { Labels } = (await inspect<Image>(image)).Config
    expect(Labels).toMatchObject({
      'org.opencontainers.image.title': expect.stringContaining('Flow'),
      'org.opencontainers.image.description': expect.stringContaining('FlowKit'),
      'org.opencontainers.image.licenses': 'MPL-2.0',
    })
  })

  test('holds nothing to build with, no sources and no tests', async () => {
    const tools = 'cc gcc g++ make python3 git npm npx pnpm yarn tsc'
    expect(await inImage(image, `for tool in ${tools}; do command -v $tool; done; true`)).toBe('')
    const own = "-path '*/node_modules' -prune -o -type f"
    const leftovers = "\\( -name '*.ts' -o -name '*.test.*' -o -name '*.map' -o -name 'tsconfig*' \\) -print"
    expect(await inImage(image, `[ ! -e /flowkit ] || find /flowkit ${own} ${leftovers}`)).toBe('')
    expect(
      await inImage(image, 'ls /flowkit/node_modules/.pnpm | grep -E "^(typescript|vitest)"; true'),
    ).toBe('')
  })
})

describe.runIf(inject('stack'))('an image', () => {
  test.each([...SERVICES_ON_NODE, ...DATABASES])(
    'of a service says how to find out whether it is well: %s',
    async name => {
      const { Healthcheck } = (await inspect<Image>(imageOf(name))).Config
      expect(Healthcheck?.Test[0]).toBe('CMD')
    },
  )

  test.each(['secrets', ...SERVICES_ON_NODE])(
    'that is built on Node is at most 100 MB larger than that: %s',
    async name => {
      const [ours, theirs] = [await inspect<Image>(imageOf(name)), await inspect<Image>(BASE)]
      expect(ours.Size - theirs.Size).toBeLessThan(MOST_OVER_BASE_BYTES)
    },
  )
})
