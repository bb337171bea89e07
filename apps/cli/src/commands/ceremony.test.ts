import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Side, scratch } from '../../test/wasl.ts';

const file = fileURLToPath(new URL('../../../../examples/arrangements/major-events.json', import.meta.url));
const place = scratch();
const ma = new Side('ma', place);
const gb = new Side('gb', place);

beforeAll(async () => {
  await ma.init({ api: 7101, exchange: 7201 });
  await gb.init({ api: 7102, exchange: 7202 });
});
afterAll(() => place.remove());

test('[CL4] init makes root, keys, authority, administrators and node for the owner alone, and never twice', async () => {
  const made = ['root/root.json', 'root/officers/officer-3.next.key', 'root/agencies/ma.police.json'];
  for (const path of [...made, 'node/keys.sealed', 'node/node.json', 'node/officers/accounts.json'])
    expect(statSync(join(ma.folder, path)).mode & 0o077, path).toBe(0);
  expect(ma.digits).toMatch(/^(\d{5} ){11}\d{5}$/);
  expect(JSON.parse(readFileSync(join(ma.home, 'node.json'), 'utf8'))).toMatchObject({ agency: 'ma.police', demonstration: false });
  const digits = ma.digits;
  const again = await ma.init({ api: 7101, exchange: 7201 });
  expect([again.exit, again.json.error.code]).toEqual([1, 'file-exists']);
  ma.digits = digits;
});

test('[CL4] a second agency comes into the root by one officer; an interrupted init goes on with the keys it had', async () => {
  const home = join(ma.folder, 'defence');
  const what = ['--agency', 'ma.defence', '--function', 'defence', '--admin', 'amal', '--admin', 'badr', '--json'];
  const args = ['init', '--home', home, '--root', ma.root, ...what];
  const stopped = await ma.run(args);
  expect([stopped.exit, stopped.json.error.code, existsSync(join(home, 'node.json'))]).toEqual([2, 'command-usage', false]);
  const authority = readFileSync(join(home, 'authority.pem'), 'utf8');
  const done = await ma.run([...args, '--officer', ma.officer(2)]);
  expect([done.exit, done.json.agency]).toEqual([0, 'ma.defence']);
  expect(readFileSync(join(home, 'authority.pem'), 'utf8')).toBe(authority);
  expect(JSON.parse(readFileSync(join(ma.root, 'root.json'), 'utf8'))).toHaveLength(2);
});

test('[CL4] outside a demonstration a node has two administrators; a listener on every address says how it is reached', async () => {
  const home = join(ma.folder, 'refused');
  const args = ['init', '--home', home, '--root', ma.root, '--agency', 'ma.border', '--function', 'border', '--json'];
  expect((await ma.run(args)).json.error.message).toContain('--admin');
  const everywhere = await ma.run([...args, '--exchange', '0.0.0.0:7201']);
  expect([everywhere.exit, everywhere.json.error.message]).toEqual([2, expect.stringContaining('--reach')]);
  expect(existsSync(home)).toBe(false);
});

test('[CL5] the partner’s digits are shown to nobody before two officers typed them, and one officer counts once', async () => {
  for (const side of [ma, gb]) await side.step(['join', 'begin', '--root', side.root, '--for', file]);
  await ma.step(['join', 'import', gb.sent('gb-bundle')]);
  const status = async () => (await ma.run(['join', 'status', '--ceremony', ma.ceremony])).text;
  expect(await status()).not.toContain(gb.digits);
  const type = (officer: number, digits: string) =>
    ma.run(['join', 'fingerprint', '--ceremony', ma.ceremony, '--typed-by', ma.officer(officer), '--fingerprint', digits, '--json']);
  expect((await type(1, gb.digits)).json).toMatchObject({ typed: 1, phase: 'exchanged' });
  expect(await status()).not.toContain(gb.digits);
  const twice = await type(1, gb.digits);
  expect([twice.exit, twice.json.error.code]).toEqual([3, 'join-officer-twice']);
  expect((await type(2, gb.digits.replaceAll(' ', '-'))).json).toMatchObject({ typed: 2, phase: 'identified' });
  expect(await status()).toContain(gb.digits);
});

test('[CL5] a step refused is told by code and kept in the log; the third wrong fingerprint ends the ceremony', async () => {
  const folder = join(gb.folder, 'wrong');
  const at = (args: readonly string[]) => gb.run([...args, '--ceremony', folder, '--officer', gb.officer(1), '--json']);
  await at(['join', 'begin', '--root', gb.root, '--for', file]);
  const early = await at(['agreement', 'canary']);
  expect([early.exit, early.json.error.code]).toEqual([3, 'join-out-of-order']);
  await at(['join', 'import', ma.sent('ma-bundle')]);
  const wrong = () =>
    gb.run(['join', 'fingerprint', '--ceremony', folder, '--typed-by', gb.officer(1), '--fingerprint', gb.digits, '--json']);
  expect((await wrong()).json.error.code).toBe('join-fingerprint-mismatch');
  expect((await wrong()).json.error.code).toBe('join-fingerprint-mismatch');
  expect((await wrong()).json.error.message).toContain('ended the ceremony');
  expect((await gb.run(['join', 'status', '--ceremony', folder, '--json'])).json).toMatchObject({ phase: 'aborted', mismatches: 3 });
});

test('[CL5] a file that is nothing of the ceremony, an officer of nobody and a folder without a ceremony are refused by code', async () => {
  const odd = join(gb.folder, 'odd');
  for (const text of ['', 'no json', '{"text":1}', '[]', '[{"party":"ma"}]', '1\n2']) {
    writeFileSync(odd, text);
    const ran = await gb.run(['join', 'import', odd, '--ceremony', gb.ceremony, '--officer', gb.officer(1), '--json']);
    expect([ran.exit, ran.json.error.code], text).toEqual([3, 'join-file-unknown']);
  }
  const foreign = await gb.run(['join', 'import', ma.sent('ma-bundle'), '--ceremony', gb.ceremony, '--officer', ma.officer(1), '--json']);
  expect(foreign.json.error.code).toBe('join-officer-unknown');
  const nowhere = await gb.run(['join', 'status', '--ceremony', join(gb.folder, 'nowhere'), '--json']);
  expect([nowhere.exit, nowhere.json.error.code]).toEqual([1, 'ceremony-missing']);
});

test('[CL5] placeholders of an arrangement are filled with the roots of both sides, and nothing is signed before', async () => {
  const early = await ma.run(['agreement', 'sign', file, '--party', 'ma', '--officer', ma.officer(1), '--json']);
  expect([early.exit, early.json.error.code]).toEqual([3, 'agreement-placeholder']);
  const out = join(ma.folder, 'draft.json');
  const one = await ma.run(['agreement', 'fill', file, '--root', `ma=${ma.root}/root.json`, '--out', out, '--json']);
  expect(one.json.error.message).toContain('gb');
  const roots = ['--root', `ma=${ma.root}/root.json`, '--root', `gb=${gb.sent('gb-bundle')}`];
  const filled = await ma.run(['agreement', 'fill', file, ...roots, '--out', out, '--json']);
  expect(readFileSync(out, 'utf8')).not.toContain('ROOT:');
  const signed = await ma.run(['agreement', 'sign', out, '--party', 'ma', '--officer', ma.officer(1), '--json']);
  expect([signed.exit, signed.json.digest]).toEqual([0, filled.json.digest]);
  expect((await ma.run(['agreement', 'lint', file, '--json'])).json.placeholders).toEqual(['gb', 'ma']);
  expect((await ma.run(['agreement', 'canary', file, '--json'])).json.leaks).toEqual([]);
});

test('[CL5] the walk at a terminal goes on from where the ceremony stands and can be left', async () => {
  const folder = join(gb.folder, 'walked');
  await gb.run(['join', 'begin', '--root', gb.root, '--for', file, '--ceremony', folder, '--officer', gb.officer(1)]);
  const answers = [ma.sent('ma-bundle'), gb.officer(1), '', gb.officer(1), ma.digits, '', gb.officer(2), ma.digits, ''];
  const walked = await gb.run(['join', 'walk', '--ceremony', folder], { answers });
  expect(walked.json).toMatchObject({ phase: 'identified', typed: 2, peerFingerprint: ma.digits });
  expect((await gb.run(['join', 'walk', '--ceremony', folder])).exit).toBe(1);
});
