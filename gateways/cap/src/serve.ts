import { codes as catalogCodes, personalDataScan } from '@wasl/catalog';
import {
  type GatewayReader,
  type GatewayRequest,
  type GatewayResponse,
  type GatewayRoute,
  jsonAnswer,
  codes as kitCodes,
  type Loss,
  problemAnswer,
  withinCeiling,
} from '@wasl/gateway-kit';
import { type Actor, type NodeService, codes as nodeCodes, type RecordView, type Role } from '@wasl/node';
import {
  type CodeRow,
  type Crypto,
  canonicalText,
  isRecordId,
  type Json,
  type Mode,
  modes,
  type Refusal,
  codes as recordCodes,
} from '@wasl/record';
import { createAlertIndex } from './alert-index.ts';
import { codes } from './codes.ts';
import type { CapAlert } from './document.ts';
import { capMediaType, writeFeed } from './feed.ts';
import { type AlertDraft, mapAlert, modeOfStatus } from './map.ts';
import type { HomeBox } from './map-geometry.ts';
import { maxAlertBytes, readCap } from './read.ts';
import { type ScopePolicy, unmapAlert } from './unmap.ts';
import { writeCap } from './write.ts';

/** What the gateway needs of its node and its arrangement. */
export interface CapGatewayOptions {
  readonly node: Pick<NodeService, 'agency' | 'put' | 'get' | 'list'>;
  readonly reader: GatewayReader;
  readonly crypto: Pick<Crypto, 'sha256Text'>;
  /** Purpose under which alerts that come in are released, of the arrangement's closed list; undefined: they stay at home. */
  readonly purpose: string | undefined;
  /** Arrangement to release under; undefined: every one in force with a channel for alerts. */
  readonly agreement?: string;
  /** Mode of a feed whose request names none. */
  readonly feedMode: Mode;
  /** What the arrangement says about the public for this record; default: never public. */
  readonly policy?: (view: RecordView) => ScopePolicy;
  /** Row of a code of a package that neither the node nor this gateway imports, for the answer's status and title. */
  readonly rowOf?: (code: string) => CodeRow | undefined;
  readonly boxes?: readonly HomeBox[];
  readonly nowMs: () => number;
}

// Those who may read content; oversight reads what was sent in the activity record, not here.
const officers: readonly Role[] = ['duty', 'release', 'liaison', 'cooperation'];
const feedLength = 100;
const alertsPath = '/gateways/cap/alerts';

function unitsOf(view: RecordView): Record<string, Json> {
  return Object.fromEntries(view.fields.map(({ name, value }) => [name, value]));
}

function defaultPolicy(view: RecordView): ScopePolicy {
  const under = [...new Set((view.terms ?? []).map((term) => term.agreement))].join(', ');
  return {
    publicAllowed: false,
    restriction: under === '' ? `For ${view.issuer}; not for the public` : `Released by ${view.issuer} under ${under}; not for the public`,
  };
}

function sameContent(view: RecordView, draft: AlertDraft): boolean {
  const held = unitsOf(view);
  return Object.entries(draft.fields).every(
    ([name, value]) => held[name] !== undefined && canonicalText(held[name]) === canonicalText(value),
  );
}

/**
 * The routes of the CAP gateway. `POST /gateways/cap/alerts` takes one alert: 201 with `Location` and the loss report, 200 when the same
 * alert was taken before, 202 when it is held, 409 when its key was taken with other content, 413 and 422 with every reason.
 * `GET /gateways/cap/alerts/{id}` gives what the caller may have of one alert, `…/losses` what this form of it does not carry,
 * `GET /gateways/cap/feed.atom?mode=` the newest hundred of one mode.
 */
export function capRoutes(options: CapGatewayOptions): readonly GatewayRoute[] {
  const { node } = options;
  const index = createAlertIndex(node, options.reader.actor);
  const policyOf = options.policy ?? defaultPolicy;

  const rows: Readonly<Record<string, CodeRow>> = { ...recordCodes, ...catalogCodes, ...nodeCodes, ...kitCodes, ...codes };
  const refused = (reasons: readonly Refusal[]): GatewayResponse => {
    const code = reasons[0]?.code ?? 'cap-value';
    const unknown: CodeRow = { meaning: 'The node refused.', status: 422, retryable: false, next: 'See the reasons.' };
    return problemAnswer(code, rows[code] ?? options.rowOf?.(code) ?? unknown, reasons);
  };
  const refusedBy = (code: keyof typeof codes, message: string): GatewayResponse => refused([{ code, message }]);

  async function submit(request: GatewayRequest): Promise<GatewayResponse> {
    const read = readCap(request.body);
    if (!read.ok) return refused(read.reasons);
    const fresh = await index.refresh();
    if (!fresh.ok) return refused([fresh.reason]);
    const { alert } = read;
    const mapped = mapAlert(alert, {
      known: (reference) => index.find(modeOfStatus[alert.status], reference),
      namesPerson: (text) => personalDataScan({ contact: text }).length > 0,
      ...(options.boxes === undefined ? {} : { boxes: options.boxes }),
    });
    if (!mapped.ok) return refused([mapped.reason]);
    const report = {
      losses: [...read.losses, ...mapped.value.losses],
      findings: [...read.findings, ...mapped.value.findings],
    };
    const draft = mapped.value.value;
    const before = index.find(draft.mode, alert);
    if (before?.own === true) return repeat(request.actor, before.id, { alert, draft, report });
    return put(request.actor, { alert, draft, report });
  }

  interface Submission {
    readonly alert: CapAlert;
    readonly draft: AlertDraft;
    readonly report: { readonly losses: readonly Loss[]; readonly findings: readonly Loss[] };
  }

  async function repeat(actor: Actor, id: RecordView['id'], { alert, draft, report }: Submission): Promise<GatewayResponse> {
    const held = await node.get(actor, id, { reason: 'CAP gateway' });
    if (!held.ok) return refused([held.reason]);
    if (held.value.status === 'current' && !sameContent(held.value, draft)) {
      // Senders do use an identifier twice. The later message is a record of its own, and who reads it is told of the other.
      const finding: Loss = { path: 'identifier', value: id, reason: 'identity-reused' };
      return put(actor, { alert, draft, report: { ...report, findings: [...report.findings, finding] } });
    }
    return jsonAnswer(200, { id, mode: draft.mode, repeated: true, ...report }, { location: `${alertsPath}/${id}` });
  }

  async function put(actor: Actor, { alert, draft, report }: Submission): Promise<GatewayResponse> {
    const { local, label, ...record } = draft;
    const answer = await node.put(
      actor,
      {
        ...record,
        ...(Object.keys(label).length === 0 ? {} : { label }),
        ...(local || options.purpose === undefined ? {} : { purpose: options.purpose }),
        ...(local || options.agreement === undefined ? {} : { agreement: options.agreement }),
        reason: 'CAP gateway',
      },
      // The key is kept for good; a sender may be somebody's address, so only its hash is (I7).
      { idempotencyKey: keyOf(alert, draft) },
    );
    if (answer.ok) {
      const { id, delivery, repeated } = answer.value;
      if (repeated) return jsonAnswer(200, { id, mode: draft.mode, repeated: true, ...report }, { location: `${alertsPath}/${id}` });
      return jsonAnswer(201, { id, mode: draft.mode, local, repeated: false, delivery, ...report }, { location: `${alertsPath}/${id}` });
    }
    const { reason } = answer;
    if ((rows[reason.code] ?? options.rowOf?.(reason.code))?.status === 202) {
      return jsonAnswer(202, {
        held: true,
        code: reason.code,
        message: reason.message,
        ...(reason.details ?? {}),
        personalData: reason.details?.['findings'] ?? [],
        ...report,
      });
    }
    return refused([reason]);
  }

  function keyOf(alert: CapAlert, draft: AlertDraft): string {
    const content = options.crypto.sha256Text(canonicalText(draft.fields));
    return `cap:${options.crypto.sha256Text(`${draft.mode} ${alert.sender},${alert.identifier},${alert.sent} ${content}`)}`;
  }

  async function given(request: GatewayRequest): Promise<{ readonly view: RecordView } | { readonly answer: GatewayResponse }> {
    const id = request.params['id'] ?? '';
    if (!isRecordId(id)) return { answer: refusedBy('cap-unknown-alert', `${JSON.stringify(id.slice(0, 60))} is not a record id`) };
    const found = await node.get(request.actor, id, { reason: 'CAP gateway' });
    if (!found.ok) return { answer: refused([found.reason]) };
    if (found.value.type !== 'alert') return { answer: refusedBy('cap-unknown-alert', `${id} is a ${found.value.type}`) };
    if (found.value.status === 'withdrawn' || found.value.status === 'erased') {
      return { answer: refusedBy('cap-withdrawn', `${id} is ${found.value.status}`) };
    }
    if (!withinCeiling(found.value, options.reader))
      return { answer: refusedBy('cap-above-ceiling', `${id} is above level ${options.reader.ceiling}`) };
    return { view: found.value };
  }

  function document(view: RecordView): ReturnType<typeof unmapAlert> {
    const { id, issuer, mode, issuedAt } = view;
    return unmapAlert({ id, issuer, mode, issuedAt, units: unitsOf(view) }, policyOf(view));
  }

  async function serveAlert(request: GatewayRequest): Promise<GatewayResponse> {
    const found = await given(request);
    if ('answer' in found) return found.answer;
    const body = writeCap(document(found.view).value);
    // What is sent must be what we would take: a partner's record with odd units is refused here and not passed on.
    const checked = readCap(body);
    if (!checked.ok) return refused(checked.reasons);
    return {
      status: 200,
      headers: {
        'content-type': capMediaType,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        link: `<${alertsPath}/${found.view.id}/losses>; rel="describedby"`,
      },
      body,
    };
  }

  async function serveLosses(request: GatewayRequest): Promise<GatewayResponse> {
    const found = await given(request);
    if ('answer' in found) return found.answer;
    const { losses, findings } = document(found.view);
    return jsonAnswer(200, { id: found.view.id, losses, findings }, { 'cache-control': 'no-store' });
  }

  async function serveFeed(request: GatewayRequest): Promise<GatewayResponse> {
    const asked = request.query['mode'] ?? options.feedMode;
    const mode = modes.find((candidate) => candidate === asked);
    if (mode === undefined) return refusedBy('cap-query', `mode ${JSON.stringify(asked.slice(0, 40))}, wanted ${modes.join(', ')}`);
    const page = await node.list(request.actor, { type: 'alert', mode, limit: feedLength });
    if (!page.ok) return refused([page.reason]);
    const views = page.value.records.filter(
      (view) => view.status === 'current' && withinCeiling(view, options.reader) && unitsOf(view)['status'] !== 'Draft',
    );
    const now = new Date(options.nowMs()).toISOString().replace(/\.\d+Z$/, 'Z');
    return {
      status: 200,
      headers: { 'content-type': 'application/atom+xml', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
      body: writeFeed(views, { agency: node.agency, mode, now }),
    };
  }

  return [
    { method: 'POST', path: alertsPath, roles: officers, maxBodyBytes: maxAlertBytes, summary: 'Take one CAP 1.2 alert', handle: submit },
    { method: 'GET', path: `${alertsPath}/:id`, roles: officers, maxBodyBytes: 0, summary: 'One alert as CAP 1.2', handle: serveAlert },
    {
      method: 'GET',
      path: `${alertsPath}/:id/losses`,
      roles: officers,
      maxBodyBytes: 0,
      summary: 'What its CAP form does not carry',
      handle: serveLosses,
    },
    {
      method: 'GET',
      path: '/gateways/cap/feed.atom',
      roles: officers,
      maxBodyBytes: 0,
      summary: 'The newest alerts of one mode',
      handle: serveFeed,
    },
  ];
}
