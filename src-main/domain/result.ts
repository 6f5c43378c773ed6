/**
 * The result of a function that a person, a device, the disk or the network can make fail. It is plain data, so it crosses processes
 * unchanged.
 */
export type Result<T, E extends { kind: string }> = { ok: true; value: T } | { ok: false; error: E };

export const succeed = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

export const refuse = <E extends { kind: string }>(error: E): { ok: false; error: E } => ({ ok: false, error });

export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
