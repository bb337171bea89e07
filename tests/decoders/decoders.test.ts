import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WaslError } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostile, type Input, samples } from './input.ts';
import { type Decoder, decoders, made, notDecoders, unfed } from './rows.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/**
 * What a function that takes bytes apart is called here; use cases of a node, which have its core first, are none. Much that opens something is no decoder; what is named `open…` and takes text
 * is in the list, but the list cannot know of a new one.
 */
const named =
  /^export (?:async )?(?:function\*? |const )((?:parse|decode|read|unpack|split|verify|detect)\w*|checkPeer|checkLeaf|createLineDecoder|intake|textOfHtml)\b(?!\(\s*(?:core|engine): )/gm;
const form = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** `file#name` of everything exported under such a name by packages and gateways; the test kit takes nothing from outside. */
function found(): readonly string[] {
  const names: string[] = [];
  for (const group of ['packages', 'gateways']) {
    for (const entry of readdirSync(join(root, group), { recursive: true, withFileTypes: true })) {
      const file = relative(root, join(entry.parentPath, entry.name));
      if (!entry.isFile() || !/\/src\/.*\.ts$/.test(file) || /\.test\.ts$|node_modules|testkit/.test(file)) continue;
      for (const [, name = ''] of readFileSync(join(root, file), 'utf8').matchAll(named))
        if (!/^(?:readers|readable|ready)/.test(name)) names.push(`${file}#${name}`);
    }
  }
  return names;
}

test('[BY3] every decoder stands in the list that the property below runs, or beside it with a reason', () => {
  const names = found();
  expect(names.length).toBeGreaterThan(80);
  const listed = new Set([...Object.keys(decoders), ...Object.keys(notDecoders)]);
  expect(names.filter((name) => !listed.has(name))).toEqual([]);
  expect([...listed].filter((name) => !name.includes('#open') && !names.includes(name))).toEqual([]);
  expect(Object.keys(decoders).filter((name) => name in notDecoders)).toEqual([]);
});

const known = samples(made);

/** Whether the decoder takes an input: no refusal thrown or answered, and not nothing. */
async function takes(decode: Decoder, feed: (typeof decoders)[string], input: Input): Promise<boolean> {
  try {
    const answer = await feed(decode, input);
    return answer !== undefined && (answer as { readonly ok?: boolean } | null)?.ok !== false;
  } catch (error) {
    if (error instanceof WaslError) return false;
    throw error;
  }
}

for (const [name, feed] of Object.entries(decoders)) {
  test(`[BY3] ${name} never throws but by code, on random and mutated bytes`, async () => {
    const [file = '', exported = ''] = name.split('#');
    const decode = ((await import(join(root, file))) as Readonly<Record<string, Decoder>>)[exported];
    if (decode === undefined) throw new Error(`${file} has no ${exported}`);
    const good: Input[] = [];
    for (const input of known) if (await takes(decode, feed, input)) good.push(input);
    expect(name in unfed, good.length > 0 ? 'samples feed it' : 'no sample is well formed for it').toBe(good.length === 0);
    await fc.assert(
      fc.asyncProperty(hostile(known, good), async (input) => {
        try {
          await feed(decode, input);
        } catch (error) {
          if (!(error instanceof WaslError)) throw error;
          expect(error.code).toMatch(form);
        }
      }),
      { seed: 2030, numRuns: 300 },
    );
  });
}
