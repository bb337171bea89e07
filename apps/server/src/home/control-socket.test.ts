import { mkdtemp, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fail } from '../codes.ts';
import { askControl, openControl } from './control-socket.ts';

async function place() {
  const folder = await mkdtemp(join(tmpdir(), 'wasl-control-'));
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

test('[CL8] the owner of a home asks its node: answers and refusals come back, and only the owner may enter', async () => {
  const { folder, remove } = await place();
  const asked: unknown[] = [];
  const close = await openControl(folder, {
    say: () => undefined,
    answer: async (request) => {
      asked.push(request);
      if (request.op === 'backup') throw fail('port-in-use', 'not this one');
      return { ready: true };
    },
  });
  expect((await stat(join(folder, 'run/control'))).mode & 0o077).toBe(0);
  expect((await stat(join(folder, 'run'))).mode & 0o077).toBe(0);
  expect(await askControl(folder, { op: 'status' })).toEqual({ ready: true });
  await expect(askControl(folder, { op: 'backup', folder: '/a', keys: '/b' })).rejects.toMatchObject({
    code: 'port-in-use',
    message: 'not this one',
  });
  expect(asked).toEqual([{ op: 'status' }, { op: 'backup', folder: '/a', keys: '/b' }]);
  await close();
  await expect(askControl(folder, { op: 'status' })).rejects.toMatchObject({ code: 'control-unreachable' });
  await remove();
});

test('[CL8] what is no request is refused by code and reaches nothing; a bug tells the log alone', async () => {
  const { folder, remove } = await place();
  const said: string[] = [];
  const close = await openControl(folder, {
    say: (line) => void said.push(line),
    answer: async () => {
      throw new TypeError('a secret of the node');
    },
  });
  const send = (text: string) =>
    new Promise<string>((done) => {
      const socket = connect(join(folder, 'run/control'));
      let got = '';
      socket.on('data', (chunk) => {
        got += chunk.toString();
      });
      socket.once('close', () => done(got));
      socket.end(text);
    });
  for (const text of ['{"op":"erase"}\n', 'no json\n', '{"op":"backup","folder":1,"keys":2}\n', '[]\n', 'null\n', '"\n'])
    expect(JSON.parse(await send(text)), text).toMatchObject({
      ok: false,
      reason: { code: expect.stringMatching(/^(control-refused|json-)/) },
    });
  expect(said).toEqual([]);
  const answer = await send('{"op":"status"}\n');
  expect(answer).toContain('control-refused');
  expect(answer).not.toContain('secret');
  expect(said[0]).toContain('a secret of the node');
  await close();
  await remove();
});
