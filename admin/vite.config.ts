import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

/** Where `npm run dev` finds a server. */
const server = process.env['TINYBASE_URL'] ?? 'http://127.0.0.1:8000';

export default defineConfig(({ command }) => ({
  // The server writes its base path into <base>, so that all references are relative to it.
  base: command === 'build' ? './' : '/admin/',
  plugins: [vue(), tailwindcss()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: { outDir: 'target/classes/admin', emptyOutDir: true, assetsInlineLimit: 0, license: { fileName: 'licenses.md' } },
  server: { proxy: { '/api': server, '/openapi.json': server } },
}));
