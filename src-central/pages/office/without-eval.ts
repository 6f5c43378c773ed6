import { config } from 'zod/v4/core';

// zod must not generate code at run time, because the pages' content security policy refuses it. This runs before any schema is made.
config({ jitless: true });
