// Serves dist/ and prints the address.
import { preview } from 'vite';

const server = await preview({
  preview: { port: Number(process.env.PORT ?? 4173), host: process.env.HOST ?? 'localhost' },
});
console.log('\nBundlescope is at:');
server.printUrls();
