import { openOpfsFolder } from './opfs-folder.ts';
import { serveJournalFile } from './serve-journal-file.ts';

declare const self: DedicatedWorkerGlobalScope;

/** The folder of the origin-private file system that all of a till's files lie in. */
const FOLDER = 'mostrador';

serveJournalFile(self, openOpfsFolder(FOLDER));
