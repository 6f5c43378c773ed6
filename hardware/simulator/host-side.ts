export interface HostSide {
  /** The TCP port; 0 without a network. */
  port: number;
  /** Without a host the bytes are lost. */
  send(bytes: Uint8Array): void;
  pause(): void;
  resume(): void;
  /** Resets the connection and loses unread bytes. No effect on a line without connections. */
  reset(): void;
  /** Ends the sending side but still reads. */
  halfClose(): void;
  /** `false` keeps hosts from connecting and resets the present connection. */
  setReachable(reachable: boolean): void;
  close(): Promise<void>;
}

export interface HostListeners {
  connected(): void;
  bytes(bytes: Uint8Array): void;
}
