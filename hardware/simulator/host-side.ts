/** The printer's end of the line to the host. */
export interface HostSide {
  /** The TCP port; 0: none. */
  port: number;
  /** Sends bytes to the host. Without a host they are lost. */
  send(bytes: Uint8Array): void;
  /** Stops reading until `resume`. */
  pause(): void;
  resume(): void;
  /** Resets the connection and loses unread bytes. No effect on a line without connections. */
  reset(): void;
  /** Ends the sending side and reads on. */
  halfClose(): void;
  /** Whether hosts may connect; `false` resets the present connection. */
  setReachable(reachable: boolean): void;
  close(): Promise<void>;
}

export interface HostListeners {
  connected(): void;
  bytes(bytes: Uint8Array): void;
}
