// Runs before `npm start`, `npm run dev` and `npm test`: installs what is missing and says nothing when all is there.
// It is plain JavaScript without packages, because on a fresh clone there are none yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

function stop(message) {
  console.error(`\n${message}\n`);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    stop(
      `Mostrador needs Node.js 20.19 or newer; this is ${process.versions.node}. Install a newer Node.js and try again.`,
    );
  }
}

function lockedPackages(file) {
  return Object.entries(JSON.parse(readFileSync(file, 'utf8')).packages).filter(([path]) => path !== '');
}

/**
 * npm leaves a copy of the lock file of what it installed. Versions are compared rather than file times: switching
 * branches touches the times of files that did not change.
 */
function packagesAreInstalled() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) {
    return false;
  }
  const installed = new Map(lockedPackages(installedFile));
  return lockedPackages(join(root, 'package-lock.json')).every(([path, wanted]) => {
    const found = installed.get(path);
    // What was made for another platform is rightly absent.
    return found === undefined ? wanted.optional === true : found.version === wanted.version;
  });
}

function runNpm(parameters) {
  const npm = process.env.npm_execpath;
  const [command, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  // Building the app takes the development packages too, whatever NODE_ENV says.
  return spawnSync(command, [...first, ...parameters], {
    cwd: root,
    stdio: 'inherit',
    shell: npm === undefined && process.platform === 'win32',
  });
}

function installPackages() {
  console.log('Installing the packages Mostrador is built from (once, about a minute) …');
  if (runNpm(['ci', '--include=dev', '--ignore-scripts']).status !== 0) {
    stop(
      'The packages could not be installed; the reason stands above. Check that this machine reaches its npm registry ' +
        '(`npm ping`), then run the same command again. Nothing of yours was changed.',
    );
  }
}

checkNode();
if (!packagesAreInstalled()) {
  installPackages();
}
if (process.argv.includes('--tests')) {
  const tests = spawnSync(process.execPath, ['--import', 'tsx', join(root, 'src', 'tools', 'setup-tests.ts')], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exit(tests.status ?? 1);
}
