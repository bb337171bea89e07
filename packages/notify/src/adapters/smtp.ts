import { createTransport } from 'nodemailer';
import { failureText, type PagingAdapter, type Sent } from '../adapter.ts';
import { noticeText } from '../notice.ts';

/** A mail server. TLS from the first byte or STARTTLS is demanded unless `plain` says that the server stands on this machine. */
export interface SmtpOptions {
  readonly host: string;
  readonly port: number;
  readonly from: string;
  readonly user?: string;
  readonly password?: string;
  /** TLS from the first byte (port 465). */
  readonly tls?: boolean;
  /** No TLS at all; for a server on the loopback interface only. */
  readonly plain?: boolean;
  /** PEM of the authority that signed the server's certificate, when it is none that the system knows. */
  readonly ca?: string;
  readonly timeoutMs?: number;
}

function refusedForGood(error: unknown): boolean {
  const code = (error as { readonly responseCode?: unknown }).responseCode;
  return typeof code === 'number' && code >= 500;
}

/** Pages by mail (RFC 5321): subject and text are the notice, the text once more says nothing else. */
export function smtpAdapter(name: string, options: SmtpOptions): PagingAdapter {
  const timeout = options.timeoutMs ?? 20_000;
  const transport = createTransport({
    host: options.host,
    port: options.port,
    secure: options.tls === true,
    requireTLS: options.plain !== true,
    ignoreTLS: options.plain === true,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(options.user === undefined ? {} : { auth: { user: options.user, pass: options.password ?? '' } }),
    ...(options.ca === undefined ? {} : { tls: { ca: options.ca } }),
  });
  return {
    name,
    async send(notice, to): Promise<Sent> {
      const text = noticeText(notice, to.language);
      try {
        const sent = await transport.sendMail({
          from: options.from,
          to: to.address,
          subject: text,
          text: `${text}\n`,
          headers: { 'Auto-Submitted': 'auto-generated', ...(notice.urgent ? { Importance: 'high' } : {}) },
        });
        return { state: 'sent', reference: String(sent.messageId).slice(0, 200) };
      } catch (error) {
        return { state: refusedForGood(error) ? 'refused' : 'failed', message: failureText(error) };
      }
    },
  };
}
