import { type AgreementSignature, digestOf, obligationTypes, parseAgreement, prove, signAgreement } from '@wasl/agreement';
import { catalog } from '@wasl/catalog';
import { type JoinEvent, makeBundle, nodeCrypto, nodeRandom, type Officer, openBundle, startJoin } from '@wasl/identity';
import { parseJson } from '@wasl/record';
import { fail } from '../codes.ts';
import { readText } from '../io/files.ts';
import { readCards } from './agency-card.ts';
import { type CeremonyFolder, joinTools, newCeremony, stepIn, toSend } from './ceremony-folder.ts';
import { readRoot } from './party-root.ts';
import { fillRoots, withMadeUpRoots } from './placeholders.ts';

/** A ceremony after a step, and what the partner must get now. */
export type Stepped = CeremonyFolder & { readonly files: readonly string[] };

const proofBudget = { timeoutMs: 60_000, memoryMb: 512 } as const;
const capabilities = {
  software: 'wasl 0.1.0',
  obligations: [...obligationTypes],
  algorithms: ['Ed25519', 'ES256'],
  versions: { agreement: [1], exchange: [1] },
};

/** Record types of an arrangement that this version has no form for: it can neither make nor show them. */
function formlessTypes(text: string): readonly string[] {
  const types = parseAgreement(withMadeUpRoots(text)).topics.flatMap((topic) => topic.types);
  return [...new Set(types)].filter((type) => !Object.hasOwn(catalog, type)).sort();
}

/**
 * Makes this side's bundle from the folder of the party's root, signed by one of its officers, and begins a ceremony with it. With
 * `draft`, the text of the arrangement it is for, the capability statement takes that arrangement's types in, forms or not; `formless`
 * names those without.
 */
export async function beginCeremony(
  folder: string,
  of: { readonly root: string; readonly officer: Officer; readonly draft?: string },
): Promise<Stepped & { readonly formless: readonly string[] }> {
  const formless = of.draft === undefined ? [] : formlessTypes(of.draft);
  const { signed, chain } = await readRoot(of.root);
  const agencies = await readCards(of.root);
  const bare = chain.latest.agencies.find((row) => !agencies.some((card) => card.agency === row.agency));
  if (bare !== undefined) throw fail('root-incomplete', `${of.root}/agencies has no card of ${bare.agency}, which stands in the root`);
  const recordTypes = [...Object.keys(catalog), ...formless].sort();
  const own = makeBundle(
    { party: chain.party, roots: signed, agencies, capabilities: { ...capabilities, recordTypes } },
    of.officer,
    nodeRandom,
  );
  const state = startJoin(own, { ...joinTools(), attended: true });
  const begun = await newCeremony(folder, state);
  return { ...begun, files: [await toSend(folder, `${chain.party}-bundle`, `${own}\n`)], formless };
}

/** What a file of the partner is. */
type Received =
  | { readonly step: 'bundle'; readonly file: string }
  | { readonly step: 'peer-line'; readonly line: string }
  | { readonly step: 'signature'; readonly signatures: readonly AgreementSignature[] };

function isSignature(value: unknown): value is AgreementSignature {
  const { party, keyId, signature } = (value ?? {}) as Partial<Record<keyof AgreementSignature, unknown>>;
  return [party, keyId, signature].every((each) => typeof each === 'string');
}

/** Tells a bundle, a line of a log and signatures apart; nothing is verified. Throws `join-file-unknown`. */
function receivedFrom(text: string, file: string): Received {
  const unknown = (why: string) => fail('join-file-unknown', `${file}: ${why}`);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const [only, ...more] = lines;
  if (only === undefined) throw unknown('the file is empty');
  if (more.length > 0) throw unknown('a whole log is for "wasl agreement activate"');
  let value: unknown;
  try {
    value = parseJson(only, { maxBytes: 4 << 20, maxDepth: 8, maxMembers: 20_000, maxStringLength: 1 << 20 });
  } catch (cause) {
    throw fail('join-file-unknown', `${file} is no JSON`, { cause });
  }
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(isSignature)) return { step: 'signature', signatures: value };
    throw unknown('the list holds something else than signatures');
  }
  const inner = (value as { readonly text?: unknown } | null)?.text;
  if (typeof inner !== 'string') throw unknown('wanted the bundle, a log line or signatures of the partner');
  return inner.includes('"kind":"wasl-join-bundle"') ? { step: 'bundle', file: text } : { step: 'peer-line', line: only };
}

/** Takes in what the partner sent: its bundle, its log line about the step just done here, or its signatures. */
export async function importFile(ceremony: CeremonyFolder, file: string, officer: Officer): Promise<Stepped & { readonly step: string }> {
  const received = receivedFrom(await readText(file), file);
  return { ...(await stepIn(ceremony, { ...received, officer })), step: received.step };
}

/** Puts the roots of both sides into the draft and takes it; `text` is what both sides must have alike. */
export async function takeDraftFile(
  ceremony: CeremonyFolder,
  file: string,
  officer: Officer,
): Promise<Stepped & { readonly text: string }> {
  const { state } = ceremony;
  if (state.peer === undefined) throw fail('join-file-unknown', 'the ceremony has no bundle of the partner yet: wasl join import');
  const roots = new Map([state.own, state.peer].map((each) => openBundle(each, joinTools())).map((side) => [side.party, side.rootDigest]));
  const text = fillRoots(await readText(file), roots);
  return { ...(await stepIn(ceremony, { step: 'draft', officer, agreement: text })), text };
}

function draftOf({ state }: CeremonyFolder): string {
  if (state.agreement === undefined) throw fail('join-file-unknown', 'the ceremony has no draft yet: wasl agreement draft');
  return state.agreement;
}

/** Proves the draft here and takes the proof step. */
export async function proveDraft(
  ceremony: CeremonyFolder,
  officer: Officer,
): Promise<Stepped & { readonly report: Awaited<ReturnType<typeof prove>> }> {
  const report = await prove(parseAgreement(draftOf(ceremony)), proofBudget);
  return { ...(await stepIn(ceremony, { step: 'proof', officer, report })), report };
}

/** The officer signs the draft for the party, and the signature goes into the ceremony. */
export async function signDraft(ceremony: CeremonyFolder, officer: Officer): Promise<Stepped & { readonly digest: string }> {
  const digest = digestOf(parseAgreement(draftOf(ceremony)), nodeCrypto);
  const signature = signAgreement(digest, { party: ceremony.state.party, keyId: officer.row.id, signer: officer.signer });
  const event: JoinEvent = { step: 'signature', officer, signatures: [signature] };
  return { ...(await stepIn(ceremony, event)), digest };
}
