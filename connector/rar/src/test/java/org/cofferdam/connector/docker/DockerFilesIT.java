package org.cofferdam.connector.docker;

import org.cofferdam.connector.contract.FilesContract;
import org.cofferdam.connector.contract.PlatformUnderTest;

class DockerFilesIT extends FilesContract {

    @Override
    protected PlatformUnderTest platform() throws Exception {
        return new DockerUnderTest();
    }
}
