import { connect as openTls } from 'node:tls';
import { digestOf, parseAgreement, verifyAgreementSignatures } from '@wasl/agreement';
import { type AuthorityPin, authorityPins, checkPeer, nodeCrypto } from '@wasl/identity';
import { type RootChain, rootDigest, verifyRootChain } from '@wasl/log';
import { type PartyId, parseInstant, partyOf, refusalOf, WaslError } from '@wasl/record';
import type { NodeConfig, NodeHome, Partner } from '@wasl/server';
import { bad, endFinding, type Finding, ok, warn } from './finding.ts';

const authorityDays = 90;
const agreementDays = 60;
const waitMs = 4_000;

/** What the home trusts, verified as far as it can be; the rest of the checks use it. */
export interface Trust {
  readonly findings: readonly Finding[];
  readonly chains: ReadonlyMap<PartyId, RootChain>;
}

/** Root chains: each verifies from its first version, and none is near its end. */
export async function checkRoots(home: NodeHome, nowMs: number): Promise<Trust> {
  const chains = new Map<PartyId, RootChain>();
  const findings: Finding[] = [];
  for (const [party, signed] of await home.roots()) {
    const check = `root of ${party}`;
    const pin = rootDigest(signed[0]?.document ?? '', nodeCrypto);
    const chain = verifyRootChain(signed, { pin, crypto: nodeCrypto, nowMs });
    if (!chain.ok) {
      findings.push(bad(check, chain.reason.code, chain.reason.message));
      continue;
    }
    chains.set(party, chain.value);
    const { expires, version } = chain.value.latest;
    findings.push(
      endFinding(check, { what: `version ${version}`, untilMs: parseInstant(expires), nowMs, warnDays: authorityDays, code: 'root-ends' }),
    );
  }
  return { findings, chains };
}

/** Authorities of the node and its partners: as their roots name them, and not near their end. */
export async function checkAuthorities(
  home: NodeHome,
  config: NodeConfig,
  of: { readonly trust: Trust; readonly nowMs: number },
): Promise<readonly Finding[]> {
  const own = { agency: config.agency, authority: await home.authority() };
  const known = [own, ...(await home.partners())];
  return known.map(({ agency, authority }) => {
    const check = `authority of ${agency}`;
    const row = of.trust.chains.get(partyOf(agency))?.latest.agencies.find((each) => each.agency === agency);
    if (row === undefined) return bad(check, 'authority-not-in-root', `no root at hand names ${agency}`);
    if (row.tlsCa !== authority.fingerprint) return bad(check, 'authority-not-in-root', `the root names another authority for ${agency}`);
    return endFinding(check, {
      what: 'certificate',
      untilMs: authority.notAfterMs,
      nowMs: of.nowMs,
      warnDays: authorityDays,
      code: 'certificate-ends',
    });
  });
}

/** Arrangements: signed by both sides, begun, not ended. Of each the newest version counts. */
export async function checkAgreements(home: NodeHome, of: { readonly trust: Trust; readonly nowMs: number }): Promise<readonly Finding[]> {
  const files = await home.agreements();
  if (files.length === 0) return [warn('arrangements', 'agreement-none', 'none is installed: the node exchanges with nobody')];
  const roots = Object.fromEntries([...of.trust.chains].map(([party, chain]) => [party, chain.latest]));
  const newest = new Map<string, Finding>();
  for (const { text, signatures } of files) {
    try {
      const agreement = parseAgreement(text);
      const check = `arrangement ${agreement.id}`;
      const signed = verifyAgreementSignatures(agreement, signatures, { roots, crypto: nodeCrypto });
      const fromMs = parseInstant(agreement.effective);
      const what = `version ${agreement.version} (${digestOf(agreement, nodeCrypto).slice(0, 8)}…)`;
      if (!signed.ok) newest.set(check, bad(check, signed.reason.code, signed.reason.message));
      else if (fromMs > of.nowMs) newest.set(check, warn(check, 'agreement-ends', `${what} begins ${agreement.effective}`));
      else {
        const untilMs = parseInstant(agreement.sunset);
        newest.set(check, endFinding(check, { what, untilMs, nowMs: of.nowMs, warnDays: agreementDays, code: 'agreement-ends' }));
      }
    } catch (error) {
      if (!(error instanceof WaslError)) throw error;
      const { code, message } = refusalOf(error);
      newest.set(`arrangement ${newest.size}`, bad('arrangements', code, message));
    }
  }
  return [...newest.values()];
}

/** The certificate that answers at an address, taken before this side would have to show its own. */
function leafAt(host: string, port: number, ca: string): Promise<Uint8Array> {
  return new Promise((done, failed) => {
    const socket = openTls({
      host,
      port,
      ca,
      minVersion: 'TLSv1.3',
      ALPNProtocols: ['h2'],
      servername: 'localhost',
      checkServerIdentity: () => undefined,
    });
    const end = (error: Error): void => {
      socket.destroy();
      failed(error);
    };
    socket.setTimeout(waitMs, () => end(new Error(`no answer in ${waitMs} ms`)));
    socket.once('error', end);
    socket.once('secureConnect', () => {
      const leaf = socket.getPeerX509Certificate();
      socket.destroy();
      if (leaf === undefined) failed(new Error('no certificate was shown'));
      else done(leaf.raw);
    });
  });
}

async function checkPartner(
  { agency, exchange, authority }: Partner,
  of: { readonly pins: readonly AuthorityPin[]; readonly nowMs: number },
): Promise<Finding> {
  const check = `partner ${agency}`;
  const colon = exchange.lastIndexOf(':');
  let raw: Uint8Array;
  try {
    raw = await leafAt(exchange.slice(0, colon).replace(/^\[|\]$/g, ''), Number(exchange.slice(colon + 1)), authority.pem);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const foreign = /CERT|SELF_SIGNED|VERIFY|ISSUER/.test(code ?? '');
    return foreign
      ? bad(check, 'partner-not-pinned', `${exchange} shows a certificate of another authority (${code ?? message})`)
      : warn(check, 'partner-unreachable', `${exchange}: ${code ?? message}`);
  }
  const peer = checkPeer([raw], of.pins, { nowMs: of.nowMs });
  if (!peer.ok) return bad(check, peer.reason.code, `${exchange}: ${peer.reason.message}`);
  if (peer.value.agency !== agency) return bad(check, 'peer-other-agency', `${exchange} is ${peer.value.agency}`);
  return ok(check, `${exchange} answers with the pinned authority`);
}

/** Each partner, by a handshake without a word: reachable, and who the ceremony said. Partners' absence never stops a node (I9). */
export async function checkPartners(home: NodeHome, of: { readonly trust: Trust; readonly nowMs: number }): Promise<readonly Finding[]> {
  const partners = await home.partners();
  const pins = [...of.trust.chains.values()].flatMap((chain) => {
    const theirs = partners.filter((partner) => partyOf(partner.agency) === chain.party);
    return theirs.length === 0
      ? []
      : authorityPins(
          chain,
          theirs.map((partner) => partner.authority),
        );
  });
  return Promise.all(partners.map((partner) => checkPartner(partner, { pins, nowMs: of.nowMs })));
}
