import type { CoreMethod, ParamsOf, Refusal } from '../../contract/kiosk/kiosk-api.ts';
import type { Result } from '../../domain/result.ts';

/** Answers each method whose parameters have been validated. A group has some of them; a method that no group has does not compile. */
export type Commands = { readonly [M in CoreMethod]: (params: ParamsOf<M>) => Result<unknown, Refusal> };
