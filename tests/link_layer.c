/* Linked with one layer whole and only the layers it may use: an upward call does not link. */
int main(void)
{
    return 0;
}
