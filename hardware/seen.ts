import { z } from 'zod';

/** Sources of a profile's values: the maker's document, another project's program, the kernel's USB gadget, or the device itself. */
const SEEN_AT = ['datasheet', 'others', 'gadget', 'device'] as const;
/** The sources, each once. The list is empty if the values are assumed; a city's own profile may omit it. */
export const Seen = z.array(z.enum(SEEN_AT)).default([]);
