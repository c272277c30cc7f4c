import { createReadStream, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** Serves folders below prefixes (`/page/` → folder) on a port of its own. */
export async function serve(folders: Record<string, string>): Promise<{ port: number; server: Server }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const prefix = Object.keys(folders).find((start) => pathname.startsWith(start));
    const folder = prefix === undefined ? null : join(folders[prefix]!, sep);
    const relative = decodeURIComponent(pathname.slice(prefix?.length ?? 0)) || 'index.html';
    const file = folder === null ? null : join(folder, normalize(relative));
    const found = folder !== null && file?.startsWith(folder);
    if (!found || !statSync(file!, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    const type = TYPES[extname(file!)] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type });
    createReadStream(file!).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, server };
}
