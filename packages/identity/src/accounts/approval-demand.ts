import type { Approval } from '@wasl/agreement';
import { type AgencyId, type Crypto, canonicalText, type Json, parseCanonical } from '@wasl/record';
import { fail } from '../codes.ts';
import { readObject } from '../json-reader.ts';

/** What a standing approval covers: one type of record, to these agencies, for one purpose, about one incident (RL4). */
export interface StandingScope {
  readonly type: string;
  readonly to: readonly AgencyId[];
  readonly purpose: string;
  /** Subject id of the incident. */
  readonly incident: string;
  readonly sinceMs: number;
}

/** One officer's yes. `proof` is the passkey assertion over the demand's digest, as text, when there is one. */
export interface GivenApproval {
  readonly person: string;
  readonly atMs: number;
  readonly proof?: string;
}

/** A demand for two officers' approval, either of one verdict by its digest or standing. Persons are home identities (account ids). */
export interface ApprovalDemand {
  readonly id: string;
  readonly requester: string;
  readonly nonce: string;
  readonly expiresMs: number;
  readonly verdict?: string;
  readonly standing?: StandingScope;
  readonly given: readonly GivenApproval[];
  /** Set when a verdict's approval was used, or when an officer ended a standing one. */
  readonly endedAtMs?: number;
}

const idForm = /^[A-Za-z0-9_-]{22}$/;
const digestForm = /^[A-Za-z0-9_-]{43}$/;

function scopeJson(scope: StandingScope): Json {
  return { ...scope, to: [...scope.to] };
}

/**
 * The text that an approval covers, canonical JSON of what is approved, nonce and expiry; the console makes it from what it
 * shows and hashes it itself. A passkey signs that hash as its challenge, so that the approval is the officer's own signature.
 */
export function approvalText(demand: Pick<ApprovalDemand, 'verdict' | 'standing' | 'nonce' | 'expiresMs'>): string {
  const { verdict, standing, nonce, expiresMs } = demand;
  const subject: { readonly [key: string]: Json } =
    verdict === undefined ? { standing: standing === undefined ? null : scopeJson(standing) } : { verdict };
  return canonicalText({ v: 1, act: 'approve', nonce, expiresMs, ...subject });
}

/** Base64url SHA-256 of `approvalText`. */
export function approvalDigest(
  demand: Pick<ApprovalDemand, 'verdict' | 'standing' | 'nonce' | 'expiresMs'>,
  crypto: Pick<Crypto, 'sha256Text'>,
): string {
  return crypto.sha256Text(approvalText(demand));
}

/** The given approvals in the form that a verdict takes. */
export function approvalsOf(demand: ApprovalDemand): readonly Approval[] {
  return demand.given.map(({ person }) => {
    if (demand.verdict !== undefined) return { person, expiresMs: demand.expiresMs, verdict: demand.verdict };
    const { incident: _, ...standing } = demand.standing as StandingScope;
    return { person, expiresMs: demand.expiresMs, standing };
  });
}

/** A demand as text, for the state port. */
export function encodeDemand({ standing, given, ...rest }: ApprovalDemand): string {
  const base = { v: 1, ...rest, given: given.map((one) => ({ ...one })) };
  return canonicalText(standing === undefined ? base : { ...base, standing: scopeJson(standing) });
}

/** Reads a demand. Throws `state-malformed`, `state-version-unknown`. */
export function decodeDemand(text: string): ApprovalDemand {
  const reader = readObject(parseCanonical(text), 'state-malformed', '/approval');
  if (reader.integer('v') !== 1) throw fail('state-version-unknown', 'approval is of a newer version');
  const given = reader.objects('given', 10).map((one) => {
    const base = { person: one.text('person', idForm), atMs: one.integer('atMs') };
    return one.has('proof') ? { ...base, proof: one.text('proof', /^[\s\S]{0,8192}$/) } : base;
  });
  const base = {
    id: reader.text('id', idForm),
    requester: reader.text('requester'),
    nonce: reader.text('nonce', idForm),
    expiresMs: reader.integer('expiresMs'),
    given,
    ...(reader.has('endedAtMs') ? { endedAtMs: reader.integer('endedAtMs') } : {}),
  };
  if (reader.has('verdict')) return { ...base, verdict: reader.text('verdict', digestForm) };
  const scope = reader.object('standing');
  const standing: StandingScope = {
    type: scope.text('type'),
    to: scope.texts('to') as readonly AgencyId[],
    purpose: scope.text('purpose'),
    incident: scope.text('incident', idForm),
    sinceMs: scope.integer('sinceMs'),
  };
  return { ...base, standing };
}
