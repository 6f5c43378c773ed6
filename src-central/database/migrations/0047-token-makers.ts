/** The account or token that made a token, and so could hold it. Null: the command line. */
export const tokenMakers: readonly string[] = ['ALTER TABLE access_token ADD COLUMN made_by uuid'];
