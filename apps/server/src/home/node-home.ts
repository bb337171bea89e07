import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgreementSignature } from '@wasl/agreement';
import { type Certificate, parseCertificate } from '@wasl/identity';
import type { SignedRoot } from '@wasl/log';
import { type AgencyId, type DeskId, decodeBase64url, encodeBase64url, type PartyId } from '@wasl/record';
import { fail } from '../codes.ts';

/** What one node is told at its installation; secrets are elsewhere. */
export interface NodeConfig {
  readonly v: 1;
  readonly agency: AgencyId;
  readonly party: PartyId;
  readonly desks: readonly DeskId[];
  readonly demonstration: boolean;
  readonly api: { readonly host: string; readonly port: number };
  readonly exchange: { readonly host: string; readonly port: number };
}

/** A partner agency as the join ceremony left it. */
export interface Partner {
  readonly agency: AgencyId;
  /** `host:port` of its exchange. */
  readonly exchange: string;
  readonly authority: Certificate;
}

/** An agreement version with its signatures, as a file. */
export interface AgreementFile {
  readonly text: string;
  readonly signatures: readonly AgreementSignature[];
}

// Version 10 of an arrangement comes after version 9.
const byNumber = new Intl.Collator('en', { numeric: true }).compare;

/** The folder of one node: configuration, sealed keys, roots, partners, agreements, ceremony logs, store. */
export class NodeHome {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  /** Throws `home-missing` or `home-version`. */
  async config(): Promise<NodeConfig> {
    let text: string;
    try {
      text = await readFile(this.path('node.json'), 'utf8');
    } catch (cause) {
      throw fail('home-missing', `there is no node in ${this.folder}`, { cause });
    }
    const config = JSON.parse(text) as NodeConfig;
    if (config.v !== 1) throw fail('home-version', `${this.folder} was written by another version (${String(config.v)}), this one reads 1`);
    return config;
  }

  async saveConfig(config: NodeConfig): Promise<void> {
    await this.#write('node.json', `${JSON.stringify(config, null, 2)}\n`);
  }

  async authority(): Promise<Certificate> {
    return parseCertificate(await readFile(this.path('authority.pem'), 'utf8'));
  }

  async saveAuthority(certificate: Certificate): Promise<void> {
    await this.#write('authority.pem', certificate.pem);
  }

  /** Root chains by party, first version first. */
  async roots(): Promise<ReadonlyMap<PartyId, readonly SignedRoot[]>> {
    const roots = new Map<PartyId, readonly SignedRoot[]>();
    for (const { name, text } of await this.#files('roots'))
      roots.set(name.replace(/\.json$/, '') as PartyId, JSON.parse(text) as SignedRoot[]);
    return roots;
  }

  async saveRoots(party: PartyId, chain: readonly SignedRoot[]): Promise<void> {
    await this.#write(`roots/${party}.json`, JSON.stringify(chain));
  }

  async partners(): Promise<readonly Partner[]> {
    return (await this.#files('partners')).map(({ text }) => {
      const row = JSON.parse(text) as { agency: AgencyId; exchange: string; authority: string };
      return { agency: row.agency, exchange: row.exchange, authority: parseCertificate(decodeBase64url(row.authority)) };
    });
  }

  async savePartner(partner: Partner): Promise<void> {
    const { agency, exchange, authority } = partner;
    await this.#write(`partners/${agency}.json`, JSON.stringify({ agency, exchange, authority: encodeBase64url(authority.der) }));
  }

  /** Every agreement version at hand, oldest version first. */
  async agreements(): Promise<readonly AgreementFile[]> {
    return (await this.#files('agreements')).map(({ text }) => JSON.parse(text) as AgreementFile);
  }

  async saveAgreement(name: string, agreement: AgreementFile): Promise<void> {
    await this.#write(`agreements/${name}.json`, JSON.stringify(agreement));
  }

  async saveCeremonyLog(name: string, log: string): Promise<void> {
    await this.#write(`ceremony/${name}.log`, log);
  }

  async saveText(name: string, text: string, mode = 0o600): Promise<void> {
    await this.#write(name, text, mode);
  }

  async #files(folder: string): Promise<readonly { readonly name: string; readonly text: string }[]> {
    const names = await readdir(this.path(folder)).catch(() => []);
    const found: { name: string; text: string }[] = [];
    for (const name of names.filter((each) => each.endsWith('.json')).sort(byNumber))
      found.push({ name, text: await readFile(this.path(folder, name), 'utf8') });
    return found;
  }

  async #write(name: string, text: string, mode = 0o600): Promise<void> {
    const target = this.path(name);
    await mkdir(join(target, '..'), { recursive: true, mode: 0o700 });
    await writeFile(`${target}.new`, text, { mode });
    await rename(`${target}.new`, target);
  }
}
