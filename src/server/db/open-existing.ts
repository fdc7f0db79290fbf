import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ServerConfig } from '../config.ts';
import { isMigrated } from './migrate.ts';
import type { DatabasePort } from './port.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

/**
 * Opens the database that the server of these settings works with, beside it where it runs. Nothing is made and
 * nothing brought up to date: throws when there is no database, or when it is of another version than this program.
 */
export async function openExisting(config: Pick<ServerConfig, 'dataDir' | 'databaseUrl'>): Promise<DatabasePort> {
  const database = open(config);
  try {
    if (await isMigrated(database.db)) {
      return database;
    }
    throw new Error('The database is not of this version: start the server once, so that it brings it up to date.');
  } catch (error) {
    await database.close();
    throw error;
  }
}

function open({ dataDir, databaseUrl }: Pick<ServerConfig, 'dataDir' | 'databaseUrl'>): DatabasePort {
  if (databaseUrl !== null) {
    return openPostgres({
      url: databaseUrl,
      onLostConnection: (error) => {
        process.stderr.write(`A connection to the database was lost: ${error.message}\n`);
      },
    });
  }
  const file = path.join(dataDir, 'mostrador.sqlite');
  if (!existsSync(file)) {
    throw new Error(`There is no database at ${file}. DATA_DIR or DATABASE_URL say where another one is.`);
  }
  return openSqlite(file);
}
