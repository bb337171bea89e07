import type { DecimalText } from '@wasl/gateway-kit';

/** CAP 1.2 §3.2.1 status. */
export const statuses = ['Actual', 'Exercise', 'System', 'Test', 'Draft'] as const;
/** CAP 1.2 §3.2.1 msgType. */
export const messageTypes = ['Alert', 'Update', 'Cancel', 'Ack', 'Error'] as const;
/** CAP 1.2 §3.2.1 scope. */
export const scopes = ['Public', 'Restricted', 'Private'] as const;
/** CAP 1.2 §3.2.2 category. */
export const categories = [
  'Geo',
  'Met',
  'Safety',
  'Security',
  'Rescue',
  'Fire',
  'Health',
  'Env',
  'Transport',
  'Infra',
  'CBRNE',
  'Other',
] as const;
/** CAP 1.2 §3.2.2 responseType. */
export const responseTypes = ['Shelter', 'Evacuate', 'Prepare', 'Execute', 'Avoid', 'Monitor', 'Assess', 'AllClear', 'None'] as const;
/** CAP 1.2 §3.2.2 urgency. */
export const urgencies = ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'] as const;
/** CAP 1.2 §3.2.2 severity. */
export const severities = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] as const;
/** CAP 1.2 §3.2.2 certainty. */
export const certainties = ['Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown'] as const;

export type CapStatus = (typeof statuses)[number];
export type CapMessageType = (typeof messageTypes)[number];
type CapScope = (typeof scopes)[number];
type CapCategory = (typeof categories)[number];
type CapResponseType = (typeof responseTypes)[number];
type CapUrgency = (typeof urgencies)[number];
type CapSeverity = (typeof severities)[number];
type CapCertainty = (typeof certainties)[number];

/** The key of another message: its sender, identifier and sent time (CAP 1.2 §3.2.1 references). */
export interface CapReference {
  readonly sender: string;
  readonly identifier: string;
  readonly sent: string;
}

/** valueName and value of eventCode, parameter and geocode; the value may be empty. */
export interface CapNamed {
  readonly name: string;
  readonly value: string;
}

/** A WGS 84 point in decimal degrees, as written but for signs of plus and idle zeros. */
export interface CapPoint {
  readonly lat: DecimalText;
  readonly lon: DecimalText;
}

/** Centre and radius in kilometres. */
export interface CapCircle extends CapPoint {
  readonly radiusKm: DecimalText;
}

export interface CapResource {
  readonly desc: string;
  readonly mimeType: string;
  readonly size?: number;
  readonly uri?: string;
  readonly derefUri?: string;
  readonly digest?: string;
}

/** Altitude and ceiling in feet above mean sea level. A polygon's last point equals its first. */
export interface CapArea {
  readonly desc: string;
  readonly polygons: readonly (readonly CapPoint[])[];
  readonly circles: readonly CapCircle[];
  readonly geocodes: readonly CapNamed[];
  readonly altitude?: DecimalText;
  readonly ceiling?: DecimalText;
}

/** One `info` block. Times are offset times as written; an absent language means en-US. */
export interface CapInfo {
  readonly language?: string;
  readonly categories: readonly CapCategory[];
  readonly event: string;
  readonly responseTypes: readonly CapResponseType[];
  readonly urgency: CapUrgency;
  readonly severity: CapSeverity;
  readonly certainty: CapCertainty;
  readonly audience?: string;
  readonly eventCodes: readonly CapNamed[];
  readonly effective?: string;
  readonly onset?: string;
  readonly expires?: string;
  readonly senderName?: string;
  readonly headline?: string;
  readonly description?: string;
  readonly instruction?: string;
  readonly web?: string;
  readonly contact?: string;
  readonly parameters: readonly CapNamed[];
  readonly resources: readonly CapResource[];
  readonly areas: readonly CapArea[];
}

/** A CAP 1.2 alert without what a loss line names; optional texts are absent, never blank. */
export interface CapAlert {
  readonly identifier: string;
  readonly sender: string;
  readonly sent: string;
  readonly status: CapStatus;
  readonly messageType: CapMessageType;
  readonly source?: string;
  readonly scope: CapScope;
  readonly restriction?: string;
  readonly addresses?: string;
  readonly codes: readonly string[];
  readonly note?: string;
  readonly references: readonly CapReference[];
  readonly incidents?: string;
  readonly infos: readonly CapInfo[];
}

/** The namespace of CAP 1.2. */
export const capNamespace = 'urn:oasis:names:tc:emergency:cap:1.2';
/** The namespace of XML signatures, the only foreign one that CAP 1.2 allows. */
export const signatureNamespace = 'http://www.w3.org/2000/09/xmldsig#';
/** The language that CAP 1.2 §3.2.2 assumes when an info block states none. */
export const assumedLanguage = 'en-US';
