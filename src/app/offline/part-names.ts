/** Postgres: its code, its files, the database that the page starts from. */
export const partName = /\.(?:wasm|data|tar)$/
