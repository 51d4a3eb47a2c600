import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist/site',
    // The content policy of the pages knows no `data:`.
    assetsInlineLimit: 0,
    // The word lists that passwords are checked against; they are loaded where a password is chosen.
    chunkSizeWarningLimit: 2_500,
  },
  // The server puts another nonce in its place each time it sends the page.
  html: { cspNonce: '__CSP_NONCE__' },
})
