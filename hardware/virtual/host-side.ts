/** Where the host's bytes come from and the printer's answers go to. */
export interface HostSide {
  /** 0 when there is none. */
  port: number;
  /** Lost when no host is there. */
  send(bytes: Uint8Array): void;
  /** Takes nothing more from the wire until `resume`. */
  pause(): void;
  resume(): void;
  /** Breaks the connection; what was not read is lost. Nothing on a line that knows no connections. */
  reset(): void;
  /** Says that nothing more will be said, and goes on reading. */
  halfClose(): void;
  /** Whether hosts may connect; with `false` the present one is reset. */
  setReachable(reachable: boolean): void;
  close(): Promise<void>;
}

export interface HostListeners {
  connected(): void;
  bytes(bytes: Uint8Array): void;
}
