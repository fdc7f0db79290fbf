import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test('an empty environment gives a server for this machine alone, with its data below the folder', () => {
  expect(readConfig({ PORT: '', PATH: '/bin' })).toEqual({
    port: 4100,
    host: '127.0.0.1',
    dataDir: 'data',
    databaseUrl: null,
    metricsToken: null,
    logLevel: 'info',
  });
});

test('what is set is used', () => {
  const set = {
    PORT: '0',
    HOST: '0.0.0.0',
    DATABASE_URL: 'postgres://me@db/shop',
    LOG_LEVEL: 'warn',
    DATA_DIR: '/var/shop',
    METRICS_TOKEN: 'a-long-enough-token',
  };
  expect(readConfig(set)).toEqual({
    port: 0,
    host: '0.0.0.0',
    dataDir: '/var/shop',
    databaseUrl: 'postgres://me@db/shop',
    metricsToken: 'a-long-enough-token',
    logLevel: 'warn',
  });
});

test('every wrong setting is named at once', () => {
  const wrong = { PORT: '70000', DATABASE_URL: 'mysql://db', LOG_LEVEL: 'loud' };
  expect(() => readConfig(wrong)).toThrow(/PORT:.*DATABASE_URL: must begin with postgres.*LOG_LEVEL:/s);
});
