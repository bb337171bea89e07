import { fail } from '../codes.ts';
import type { Io, Outcome } from './io.ts';

/** The command line at work: standard streams and this process's environment. */
export function terminalIo(asJson: boolean): Io {
  const nextLine = lineReader(process.stdin);
  return {
    env: process.env,
    asJson,
    interactive: process.stdin.isTTY === true && !asJson,
    tell(outcome: Outcome) {
      const text = asJson ? JSON.stringify(outcome.json, undefined, 2) : outcome.text;
      if (text !== '') process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
      if (outcome.exit !== undefined) process.exitCode = outcome.exit;
    },
    say: (line) => void process.stderr.write(`${line}\n`),
    ask: async (question, { secret = false, instead }) => {
      if (!process.stdin.isTTY && secret) throw fail('input-needed', `${question}: there is no terminal; ${instead}`);
      if (secret) return askHidden(question);
      process.stderr.write(`${question}: `);
      const line = await nextLine();
      if (line === undefined) throw fail('input-needed', `${question}: nothing was typed; ${instead}`);
      return line.trim();
    },
  };
}

/** Lines of a stream, one for each call, undefined after the last; what comes after a line waits for the next call. */
function lineReader(stream: NodeJS.ReadStream): () => Promise<string | undefined> {
  let held = '';
  let ended = false;
  return () =>
    new Promise((resolve) => {
      const done = (): void => {
        stream.off('data', take).off('end', end).pause();
      };
      const answer = (): boolean => {
        const at = held.indexOf('\n');
        if (at < 0 && !(ended && held !== '')) return false;
        const line = at < 0 ? held : held.slice(0, at);
        held = at < 0 ? '' : held.slice(at + 1);
        done();
        resolve(line);
        return true;
      };
      const take = (chunk: string | Buffer): void => {
        held += chunk.toString();
        answer();
      };
      const end = (): void => {
        ended = true;
        if (answer()) return;
        done();
        resolve(undefined);
      };
      if (answer()) return;
      if (ended) return end();
      stream.on('data', take).once('end', end).resume();
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
