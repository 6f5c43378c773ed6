import { z } from 'zod';

/** With this setting the kiosk serves pages for desks and hall screens in the office's own network, with or without the centre. */
export const HubSetting = z.strictObject({
  port: z.int().min(1_024).max(65_535).default(8_443),
  /**
   * Addresses of the office's kiosks in its network, such as `192.168.1.21` or `192.168.1.21:8443`. The kiosks send each other the numbers
   * that they issued and the acts of desks. The list may contain a kiosk's own address, because all kiosks have the same profile.
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
  /**
   * `own`: each kiosk issues only the numbers reserved for it (its slot in `domain/numbering.ts`). `shared`, the default: kiosks that reach
   * each other issue numbers from one sequence.
   */
  numbers: z.enum(['shared', 'own']).optional(),
});

/** Whether the port in an address is possible. An address without a port is accepted, because `HubSetting.port` then applies. */
function hasPossiblePort(address: string): boolean {
  const [, port = null] = /:(\d{1,5})$/.exec(address) ?? [];
  return port === null || (Number(port) >= 1 && Number(port) <= 65_535);
}
