import type { ComponentType } from 'preact';
import type { Screen, ScreenName, ViewState } from '../../src-main/session/contract/view-state.ts';

export type ViewOf<N extends ScreenName> = Extract<Screen, { screen: N }>;
export type ScreenProps<N extends ScreenName> = { state: ViewState; view: ViewOf<N> };
export type DrawnScreens<Names extends ScreenName> = { readonly [N in Names]: ComponentType<ScreenProps<N>> };
