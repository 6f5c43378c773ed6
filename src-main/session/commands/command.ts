import type { Result } from '../../domain/result.ts';
import type { CoreMethod, ParamsOf, Refusal } from '../contract/kiosk-api.ts';

/**
 * One handler for each method of `coreMethods` (`session/contract/kiosk-api`); its parameters have been validated. Each feature contributes
 * some of the handlers, and a method without a handler does not compile.
 */
export type Commands = { readonly [M in CoreMethod]: (params: ParamsOf<M>) => Result<unknown, Refusal> };
