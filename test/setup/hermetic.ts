/**
 * No repository that a Git hook running the tests would point us to. (What a person has configured for Git is out of
 * sight already: vitest.config.ts gives the tests an empty home folder.)
 */
for (const name of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY', 'GIT_PREFIX']) {
  delete process.env[name]
}
