import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WaslError } from '@wasl/record';
import { expect, test } from 'vitest';
import { copy, freshPath } from '../../test/engine-kit.ts';
import { openAttachments } from './open-attachments.ts';

const root = 'A'.repeat(43);
const chunk = 65_536;

function bytes(index: number, length = chunk): Uint8Array {
  return new Uint8Array(length).fill(index + 1);
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof WaslError) return error.code;
    throw error;
  }
  return 'none';
}

test('[RC6] chunks are written in order, read back, and complete at the last', async () => {
  const folder = freshPath();
  const files = await openAttachments({ folder });
  expect(await files.status(root)).toBeUndefined();
  expect(await files.read(root, 0)).toBeUndefined();
  await files.begin(root, 2 * chunk + 10);
  await files.begin(root, 2 * chunk + 10);
  expect(await files.status(root)).toEqual({ held: 0, complete: false });
  await files.write(root, 0, bytes(0));
  await files.write(root, 0, bytes(0));
  await files.write(root, 1, bytes(1));
  expect(await files.status(root)).toEqual({ held: 2, complete: false });
  await files.write(root, 2, bytes(2, 10));
  await files.close();
  const again = await openAttachments({ folder });
  expect(await again.status(root)).toEqual({ held: 3, complete: true });
  expect(Buffer.from((await again.read(root, 1)) ?? [])).toEqual(Buffer.from(bytes(1)));
  expect(Buffer.from((await again.read(root, 2)) ?? [])).toEqual(Buffer.from(bytes(2, 10)));
  expect(await again.read(root, 3)).toBeUndefined();
  await again.remove(root);
  expect(await again.status(root)).toBeUndefined();
  expect(readdirSync(folder)).toEqual([]);
  await again.close();
});

test('[RC6] after a crash it goes on from the last sixteen chunks that were made durable', async () => {
  const folder = freshPath();
  const files = await openAttachments({ folder });
  await files.begin(root, 40 * chunk);
  for (let index = 0; index < 21; index += 1) await files.write(root, index, bytes(index));
  // What a dead process leaves: the file as it is, without a clean close.
  const left = freshPath();
  copy(folder, left);
  const again = await openAttachments({ folder: left });
  expect(await again.status(root)).toEqual({ held: 16, complete: false });
  expect(await again.read(root, 16)).toBeUndefined();
  for (let index = 16; index < 40; index += 1) await again.write(root, index, bytes(index));
  expect(await again.status(root)).toEqual({ held: 40, complete: true });
  await again.close();
  await files.close();
});

test('[RC6] a chunk out of order or of wrong length, an attachment too large or misnamed are refused', async () => {
  const files = await openAttachments({ folder: freshPath(), maxBytes: 4 * chunk });
  expect(await codeOf(files.write(root, 0, bytes(0)))).toBe('attachment-order');
  expect(await codeOf(files.begin(root, 4 * chunk + 1))).toBe('attachment-too-large');
  expect(await codeOf(files.begin(root, -1))).toBe('attachment-too-large');
  expect(await codeOf(files.begin('../../etc/passwd', 1))).toBe('attachment-order');
  await files.begin(root, 2 * chunk);
  expect(await codeOf(files.begin(root, chunk))).toBe('attachment-order');
  expect(await codeOf(files.write(root, 1, bytes(1)))).toBe('attachment-order');
  expect(await codeOf(files.write(root, 0, bytes(0, 10)))).toBe('attachment-order');
  await files.write(root, 0, bytes(0));
  await files.write(root, 1, bytes(1));
  expect(await codeOf(files.write(root, 2, bytes(2)))).toBe('attachment-order');
  await files.close();
});

test('[DU8] an attachment cut short or of another format is refused by code', async () => {
  const folder = freshPath();
  const files = await openAttachments({ folder });
  await files.begin(root, chunk);
  await files.write(root, 0, bytes(0));
  await files.close();
  const whole = readFileSync(join(folder, root));
  for (const [left, code] of [
    [whole.subarray(0, 70), 'store-damaged'],
    [whole.subarray(0, 20), 'store-damaged'],
    [Buffer.concat([Buffer.from('WASLATT2'), whole.subarray(8)]), 'store-version'],
  ] as const) {
    writeFileSync(join(folder, root), left);
    const again = await openAttachments({ folder });
    expect(await codeOf(again.read(root, 0))).toBe(code);
    await again.close();
  }
});

test('[RC6.8] a staged file is durable under its name when kept, leaves nothing when dropped, and goes with a dead process', async () => {
  const folder = freshPath();
  const files = await openAttachments({ folder, maxBytes: 2 * chunk });
  const kept = await files.stage();
  await kept.write(bytes(0));
  await kept.write(bytes(1, 7));
  const dropped = await files.stage();
  await dropped.write(bytes(2));
  await dropped.drop();
  const large = await files.stage();
  await large.write(bytes(3));
  await large.write(bytes(3));
  expect(await codeOf(large.write(bytes(3, 1)))).toBe('attachment-too-large');
  await kept.keep(root);
  expect(await files.list()).toEqual([root]);
  expect(readdirSync(folder).length).toBe(2);
  const again = await openAttachments({ folder });
  expect(readdirSync(folder)).toEqual([root]);
  expect(await again.status(root)).toEqual({ held: 2, complete: true });
  expect(Buffer.from((await again.read(root, 1)) ?? [])).toEqual(Buffer.from(bytes(1, 7)));
  const twice = await again.stage();
  await twice.keep(root);
  expect(readdirSync(folder)).toEqual([root]);
  await files.close();
  await again.close();
});
