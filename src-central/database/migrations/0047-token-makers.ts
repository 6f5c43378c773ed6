/** The account or token that made a token. The owner of that account has seen the new token. Null: the command line made it. */
export const tokenMakers: readonly string[] = ['ALTER TABLE access_token ADD COLUMN made_by uuid'];
