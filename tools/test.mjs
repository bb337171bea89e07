/**
 * `npm test`: types, lint, unused code, and every test; one closing line `N passed, N failed, N skipped`.
 * A failing check counts as one failed test. With CI=true a skipped test fails the run: CI has the tools, so a skip hides something.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
const scratch = mkdtempSync(join(tmpdir(), 'wasl-test-'));
const report = join(scratch, 'vitest.json');
const only = process.argv.slice(2);
let child;

function run(label, command, args, env = {}) {
  process.stdout.write(`\n== ${label}\n`);
  const started = Date.now();
  return new Promise((resolve) => {
    child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`,
        FORCE_COLOR: '0',
        NO_COLOR: '1',
        ...env,
      },
    });
    child.on('error', (error) => {
      process.stdout.write(`${label}: ${error.message}\n`);
      resolve(false);
    });
    child.on('exit', (code) => {
      process.stdout.write(
        `== ${label}: ${code === 0 ? 'ok' : `failed (exit ${code})`} in ${((Date.now() - started) / 1000).toFixed(1)} s\n`,
      );
      resolve(code === 0);
    });
  });
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    child?.kill(signal);
    process.exit(130);
  });
}

const checks =
  only.length > 0
    ? []
    : [
        ['types', bin('tsc'), ['--noEmit']],
        ['types of the console', bin('tsc'), ['--noEmit', '-p', 'apps/console']],
        ['lint and format', bin('biome'), ['ci', '--error-on-warnings', '.']],
        ['unused files, exports and dependencies', bin('knip'), []],
      ];
let passed = 0;
let failed = 0;
let skipped = 0;
for (const [label, command, args] of checks) {
  if (await run(label, command, args)) passed += 1;
  else failed += 1;
}

const ok = await run('tests', bin('vitest'), ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`, ...only]);
if (existsSync(report)) {
  const result = JSON.parse(readFileSync(report, 'utf8'));
  passed += result.numPassedTests;
  failed += result.numFailedTests;
  skipped += result.numPendingTests + (result.numTodoTests ?? 0);
  // A file that could not be loaded fails without a test of its own.
  const broken = result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  failed += broken.length;
  for (const file of result.testResults) {
    for (const test of file.assertionResults) {
      if (test.status === 'failed') process.stdout.write(`FAILED ${file.name.slice(root.length)} › ${test.fullName}\n`);
      if (test.status === 'pending') process.stdout.write(`SKIPPED ${file.name.slice(root.length)} › ${test.fullName}\n`);
    }
  }
  for (const file of broken) process.stdout.write(`FAILED ${file.name.slice(root.length)}: ${file.message ?? 'could not be loaded'}\n`);
  if (!ok && failed === 0) failed += 1;
} else {
  failed += 1;
}
rmSync(scratch, { recursive: true, force: true });
const strict = process.env.CI === 'true';
if (strict && skipped > 0) process.stdout.write('\nCI=true: a skipped test fails the run; install what it names.\n');
process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = failed > 0 || (strict && skipped > 0) ? 1 : 0;
