import { nodeResolve } from '@rollup/plugin-node-resolve'
import { dts } from 'rollup-plugin-dts'

// What is published: a file of code, one of types, and one for the command. The contract's code becomes part of
// them, so that the package needs no other of this repository, and nothing at all in a browser.
const external = id => !/^[./]|^@flowkit\//.test(id)
const file = name => `dist/bundle/${name}`
// `await using` is not in the libraries that scripts are mostly compiled with.
const banner = '/// <reference lib="esnext.disposable" />'

export default [
  { input: 'dist/index.js', output: { file: file('index.js') }, external, plugins: [nodeResolve()] },
  { input: 'dist/index.d.ts', output: { file: file('index.d.ts'), banner }, external, plugins: [dts()] },
  { input: 'dist/cli/main.js', output: { file: file('flowclient.js') }, external, plugins: [nodeResolve()] },
]
