import { z } from 'zod';

/** The kiosk serves pages for the desks and the screens of the hall in the office's own network, with the centre or without it. */
export const HubSetting = z.strictObject({ port: z.int().min(1_024).max(65_535).default(8_443) });
