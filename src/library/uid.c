#include "library/uid.h"

#include <stddef.h>
#include <sys/random.h>
#include <sys/types.h>

void uid_make(char ret_uid[UID_LENGTH])
{
    static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
    unsigned char random[UID_LENGTH];
    while (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
        ;
    for (size_t i = 0; i < UID_LENGTH; i++)
        ret_uid[i] = letters[random[i] % 32];
}
