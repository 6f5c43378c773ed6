/** The account or token that made a token; its owner has seen the token. Null: the command line. */
export const tokenMakers: readonly string[] = ['ALTER TABLE access_token ADD COLUMN made_by uuid'];
