import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { accept, type Result, refuse } from '@wasl/record';
import type { Sent } from './call.ts';

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

const missing = ['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'ELOOP'];
const year = 31_536_000;

async function fileIn(folder: string, path: string): Promise<Buffer | undefined> {
  try {
    const root = await realpath(folder);
    // A link inside the folder must not lead out of it.
    const file = await realpath(join(root, path));
    return file.startsWith(root + sep) ? await readFile(file) : undefined;
  } catch (error) {
    if (missing.includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/**
 * A file of the built console by URL path; paths that are no file get `index.html`, because the console routes inside the page. Files in
 * `assets/` carry a hash in their name and are cached for good; nothing else is cached. Refusals: `console-missing`, `route-unknown`.
 */
export async function consoleFile(folder: string | undefined, urlPath: string): Promise<Result<Sent>> {
  if (folder === undefined) return refuse('console-missing', 'this node serves no console');
  const path = decoded(urlPath);
  if (path === undefined || path.split('/').some((part) => part === '..' || part.startsWith('.')) || /[\0\\]/.test(path))
    return refuse('route-unknown', 'there is nothing at this address');
  const type = mediaTypes[extname(path)];
  if (type !== undefined && path !== '/') {
    const bytes = await fileIn(folder, path);
    if (bytes === undefined) return refuse('route-unknown', 'there is no such file');
    const cache = path.startsWith('/assets/') ? `public, max-age=${year}, immutable` : 'no-cache';
    return accept({ status: 200, headers: { 'content-type': type, 'cache-control': cache }, bytes });
  }
  const index = await fileIn(folder, '/index.html');
  if (index === undefined) return refuse('console-missing', 'the console has not been built');
  return accept({ status: 200, headers: { 'content-type': mediaTypes['.html'] ?? '', 'cache-control': 'no-cache' }, bytes: index });
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    // Not UTF-8: no file has such a name here.
    return undefined;
  }
}
