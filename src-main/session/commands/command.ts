import type { Result } from '../../domain/result.ts';
import type { CoreMethod, ParamsOf, Refusal } from '../contract/kiosk-api.ts';

/**
 * The handlers of all methods; their parameters have been validated. Each group of methods has its own part, and a method without a handler
 * does not compile.
 */
export type Commands = { readonly [M in CoreMethod]: (params: ParamsOf<M>) => Result<unknown, Refusal> };
