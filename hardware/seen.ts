import { z } from 'zod';

/** The sources in which a profile's values were seen: a document of the maker, a program of others, the kernel's USB gadget, the device itself. */
const SEEN_AT = ['datasheet', 'others', 'gadget', 'device'] as const;
/** The sources, each once; empty: the values are assumed. A city's own profile may omit them. */
export const Seen = z.array(z.enum(SEEN_AT)).default([]);
