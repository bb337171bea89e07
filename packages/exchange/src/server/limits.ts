/** What one peer, and all of them, may take of the server. */
export interface ServerLimits {
  readonly maxConnections: number;
  /** The oldest session of a peer gives way to a new one: a reader that came back is not locked out by its dead self. */
  readonly maxSessionsPerPeer: number;
  readonly maxStreamsPerSession: number;
  readonly maxHeaderBytes: number;
  readonly maxBodyBytes: number;
  readonly handshakeMs: number;
  /** A request body that is not complete by then is refused. */
  readonly bodyMs: number;
  /** A ping is sent this often; a peer that answers none within twice that is gone. */
  readonly pingMs: number;
  /** Certificates of open sessions are judged again this often: they expire. */
  readonly recheckMs: number;
  /** An idle stream gets a heartbeat this often (EX6: at most 30 s). */
  readonly heartbeatMs: number;
  /** A reader that takes nothing of a waiting batch for so long loses its stream. */
  readonly stalledReaderMs: number;
  /** Requests a peer may make at once, and how many a second come back. */
  readonly requestBurst: number;
  readonly requestsPerSecond: number;
}

export const defaultServerLimits: ServerLimits = Object.freeze({
  maxConnections: 512,
  maxSessionsPerPeer: 8,
  maxStreamsPerSession: 512,
  maxHeaderBytes: 8 * 1024,
  maxBodyBytes: 64 * 1024,
  handshakeMs: 10_000,
  bodyMs: 10_000,
  pingMs: 15_000,
  recheckMs: 60_000,
  heartbeatMs: 15_000,
  stalledReaderMs: 300_000,
  requestBurst: 2_000,
  requestsPerSecond: 500,
});

/** A token bucket by the monotonic clock; `take` says whether one request more may pass. */
export function createAllowance(
  limits: Pick<ServerLimits, 'requestBurst' | 'requestsPerSecond'>,
  nowMs: number,
): { take(nowMs: number): boolean } {
  let tokens = limits.requestBurst;
  let lastMs = nowMs;
  return {
    take(atMs) {
      tokens = Math.min(limits.requestBurst, tokens + ((atMs - lastMs) / 1000) * limits.requestsPerSecond);
      lastMs = atMs;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
