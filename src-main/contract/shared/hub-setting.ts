import { z } from 'zod';

/** The kiosk serves pages for the desks and the screens of the hall in the office's own network, with the centre or without it. */
export const HubSetting = z.strictObject({
  port: z.int().min(1_024).max(65_535).default(8_443),
  /**
   * Where the office's kiosks are in its network, each as `192.168.1.21` or `192.168.1.21:8443`; one profile serves all of them, so that a kiosk's own address may be among
   * them. They tell each other which numbers they gave and what desks did with them.
   */
  kiosks: z
    .array(
      z
        .string()
        .regex(
          /^([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:\d{1,5})?$/,
          'expected an address such as 192.168.1.21',
        )
        .refine(hasPossiblePort, 'expected a port from 1 to 65535'),
    )
    .max(6)
    .optional(),
  /** `own`: each kiosk gives its own, as it does while it hears no other. `shared`, and without: those that hear each other give one line of numbers. */
  numbers: z.enum(['shared', 'own']).optional(),
});

/** One without a port has that of the hub. */
function hasPossiblePort(address: string): boolean {
  const [, port = null] = /:(\d{1,5})$/.exec(address) ?? [];
  return port === null || (Number(port) >= 1 && Number(port) <= 65_535);
}
