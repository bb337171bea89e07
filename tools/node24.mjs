/**
 * Runs a TypeScript entry point with the project's own Node 24. npm scripts find that Node first; a bin started by hand may not,
 * so the version is checked and the entry is run by the pinned binary, signals and exit code passed through.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const wanted = 24;
const root = fileURLToPath(new URL('..', import.meta.url));

function pinnedNode() {
  const platform = { linux: 'linux', win32: 'win' }[process.platform];
  const file = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  const path = `${root}node_modules/node-${platform}-${process.arch}/${file}`;
  return platform && existsSync(path) ? path : undefined;
}

/** Imports `entry` when this Node is new enough, else runs it with the pinned Node; says what to do when there is none. */
export async function runOnNode24(entry) {
  if (Number(process.versions.node.split('.')[0]) >= wanted) {
    process.argv[1] = fileURLToPath(entry);
    await import(pathToFileURL(fileURLToPath(entry)).href);
    return;
  }
  const node = pinnedNode();
  if (node === undefined) {
    process.stderr.write(
      `Wasl needs Node ${wanted} or newer; this is ${process.version} and the pinned one is not installed.\n` +
        `Run "npm ci" in ${root} (on macOS install Node ${wanted} yourself).\n`,
    );
    process.exitCode = 1;
    return;
  }
  const child = spawn(node, [fileURLToPath(entry), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 1;
  });
}
