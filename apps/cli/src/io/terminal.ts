import { createInterface } from 'node:readline';
import { fail } from '../codes.ts';
import type { Io, Outcome } from './io.ts';

/** The command line at work: standard streams and this process's environment. */
export function terminalIo(asJson: boolean): Io {
  return {
    env: process.env,
    asJson,
    tell(outcome: Outcome) {
      const text = asJson ? JSON.stringify(outcome.json, undefined, 2) : outcome.text;
      if (text !== '') process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
      if (outcome.exit !== undefined) process.exitCode = outcome.exit;
    },
    say: (line) => void process.stderr.write(`${line}\n`),
    ask: (question, { secret = false, instead }) => {
      if (!process.stdin.isTTY && secret) throw fail('input-needed', `${question}: there is no terminal; ${instead}`);
      return secret ? askHidden(question) : askLine(question, instead);
    },
  };
}

function askLine(question: string, instead: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  process.stderr.write(`${question}: `);
  return new Promise((resolve, reject) => {
    let answered = false;
    lines.once('line', (line) => {
      answered = true;
      lines.close();
      resolve(line.trim());
    });
    lines.once('close', () => {
      if (!answered) reject(fail('input-needed', `${question}: nothing was typed; ${instead}`));
    });
  });
}

const enter = new Set(['\r', '\n', '\u0004']);

/** Reads a line without showing it. Ctrl-C ends the process as it would anywhere else. */
function askHidden(question: string): Promise<string> {
  const { stdin } = process;
  process.stderr.write(`${question}: `);
  stdin.setRawMode(true).setEncoding('utf8').resume();
  return new Promise((resolve) => {
    let typed = '';
    const take = (chunk: string): void => {
      for (const key of chunk) {
        if (key === '\u0003') {
          stdin.setRawMode(false);
          process.kill(process.pid, 'SIGINT');
        } else if (enter.has(key)) {
          stdin.off('data', take).setRawMode(false).pause();
          process.stderr.write('\n');
          resolve(typed);
          return;
        } else typed = key === '\u007f' || key === '\b' ? typed.slice(0, -1) : typed + key;
      }
    };
    stdin.on('data', take);
  });
}
