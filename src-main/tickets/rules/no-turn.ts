/** Reasons for which the kiosk issues no numbers and sends citizens to the desk. */
export const NO_TURN_CAUSES = ['no-slot', 'kiosk-revoked', 'numbers-exhausted', 'store-failed'] as const;
export type NoTurnCause = (typeof NO_TURN_CAUSES)[number];

export const isNoTurnCause = (kind: string): kind is NoTurnCause => NO_TURN_CAUSES.some((cause) => cause === kind);
