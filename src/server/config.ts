import { z } from 'zod';

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4100),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** How the server is set up. */
export interface ServerConfig {
  /** 0 takes any free port. */
  port: number;
  /** The address it listens on; 0.0.0.0 opens it to the network. */
  host: string;
  /** Folder of the embedded database. */
  dataDir: string;
  /** PostgreSQL to use in place of the embedded database, or null. */
  databaseUrl: string | null;
  /** Whoever sends it may read the metrics from elsewhere; null when only this machine may. */
  metricsToken: string | null;
  logLevel: z.infer<typeof schema>['LOG_LEVEL'];
}

/** Reads the environment; throws one error that names every variable that is wrong. An empty one counts as not set. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): ServerConfig {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The server cannot start, its settings are not right:\n${faults.join('\n')}`);
  }
  const { PORT, HOST, DATA_DIR, DATABASE_URL, METRICS_TOKEN, LOG_LEVEL } = parsed.data;
  return {
    port: PORT,
    host: HOST,
    dataDir: DATA_DIR,
    databaseUrl: DATABASE_URL ?? null,
    metricsToken: METRICS_TOKEN ?? null,
    logLevel: LOG_LEVEL,
  };
}
