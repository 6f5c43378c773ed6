export type StoreFailure = { kind: 'store-failed'; detail: string };
