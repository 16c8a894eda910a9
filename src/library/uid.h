/* Names that two libraries never give twice: 80 random bits in 16 letters. */
#ifndef LIBRARY_UID_H
#define LIBRARY_UID_H

enum { UID_LENGTH = 16 };
void uid_make(char ret_uid[UID_LENGTH]);

#endif
