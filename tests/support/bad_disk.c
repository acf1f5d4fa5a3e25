/* A disk that fails when it is told to, for tests: loaded before the C library (LD_PRELOAD).
 *
 * BAD_DISK names a folder. While it holds a file `full`, every write into a file of the database answers "no space left on device"; while it holds a
 * file `broken`, every attempt to bring such a file onto the disk answers "input/output error". Other files are left alone.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int told(const char *what) {
    char path[4096];
    const char *folder = getenv("BAD_DISK");
    if (folder == NULL) return 0;
    snprintf(path, sizeof path, "%s/%s", folder, what);
    return access(path, F_OK) == 0;
}

static int is_database(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = '\0';
    return strstr(path, "practise.db") != NULL;
}

static int fails(int fd, const char *what, int with) {
    int kept = errno;
    if (is_database(fd) && told(what)) {
        errno = with;
        return 1;
    }
    errno = kept;
    return 0;
}

#define REAL(name, type) static type real; if (real == NULL) real = (type)dlsym(RTLD_NEXT, name)

typedef ssize_t (*write_type)(int, const void *, size_t);
typedef ssize_t (*pwrite_type)(int, const void *, size_t, off_t);
typedef int (*sync_type)(int);

ssize_t write(int fd, const void *from, size_t count) {
    REAL("write", write_type);
    return fails(fd, "full", ENOSPC) ? -1 : real(fd, from, count);
}

ssize_t pwrite(int fd, const void *from, size_t count, off_t at) {
    REAL("pwrite", pwrite_type);
    return fails(fd, "full", ENOSPC) ? -1 : real(fd, from, count, at);
}

ssize_t pwrite64(int fd, const void *from, size_t count, off64_t at) {
    REAL("pwrite64", pwrite_type);
    return fails(fd, "full", ENOSPC) ? -1 : real(fd, from, count, (off_t)at);
}

int fsync(int fd) {
    REAL("fsync", sync_type);
    return fails(fd, "broken", EIO) ? -1 : real(fd);
}

int fdatasync(int fd) {
    REAL("fdatasync", sync_type);
    return fails(fd, "broken", EIO) ? -1 : real(fd);
}
