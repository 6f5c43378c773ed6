/** Where a use case reports what happened. `event` is a tag word of the catalogue or of the log alone; nothing personal goes in. */
export interface Log {
  info(event: string, facts?: Record<string, unknown>): void;
  warn(event: string, facts?: Record<string, unknown>): void;
  error(event: string, facts?: Record<string, unknown>): void;
}
